package dev.flambeau.cpu.warmup;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.cpu.reference.ReferenceKernels;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs vector kernels until HotSpot has compiled them, in a thread of its own, while plain ones of
 * the same bits do the work.
 *
 * <p>Until then a vector is an object and each of its operations a call, some thousand times as
 * slow, and a first training step would wait a second for it. Plain loops are compiled while they
 * run. An op is warmed up when it is first asked for; what has been compiled serves all devices of
 * this JVM.
 */
public final class WarmUp implements KernelLayer {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** An op that is not fast by then never will be, and is used as it is. */
  private static final long MOST_NANOSECONDS = 3_000_000_000L;

  /** By class of op, and by exercises of a fused one. */
  private static final Map<Object, Progress> ALL = new ConcurrentHashMap<>();

  /** Its thread ends when there is nothing to do. */
  private static final ExecutorService THREAD =
      new ThreadPoolExecutor(
          0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), WarmUp::daemon);

  private final KernelLayer vectors;

  /** How far the kernel of an op is. */
  static final class Progress {
    private volatile boolean isDone;

    /** Whether it is as fast as it gets; if not, it will be some time. */
    boolean isDone() {
      return isDone;
    }
  }

  /**
   * @param vectors the kernels to warm up
   */
  public WarmUp(KernelLayer vectors) {
    this.vectors = vectors;
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "flambeau-cpu-warm-up");
    thread.setDaemon(true);
    return thread;
  }

  /** A table of kernels that begin as those of a plain one and become vector ones. */
  @Override
  public KernelTable over(KernelTable plain, Workers workers, HostMemory memory) {
    KernelTable fast = vectors.over(plain, workers, memory);
    KernelTable changing = new KernelTable(fast);
    fast.ops().forEach(op -> change(changing, op, plain, fast));
    return changing;
  }

  private <O extends Op> void change(
      KernelTable changing, Class<O> op, KernelTable plain, KernelTable fast) {
    if (op.equals(Fused.class) || !Exercise.of(op).isEmpty()) {
      changing.row(op, new ChangingKernel<>(this, plain.get(op), fast.get(op)));
    }
  }

  /** How far the kernel of an op is, which is warmed up from the first question on. */
  Progress progress(Op op) {
    if (op instanceof Fused fused) {
      // Not its shapes, but its ops and the order of them make the code that is to be compiled.
      List<Exercise> exercises = Exercise.of(fused);
      return ALL.computeIfAbsent(exercises, key -> begin(op, exercises));
    }
    return ALL.computeIfAbsent(op.getClass(), key -> begin(op, Exercise.of(op.getClass())));
  }

  private Progress begin(Op op, List<Exercise> exercises) {
    Progress progress = new Progress();
    if (exercises.isEmpty()) {
      progress.isDone = true;
      return progress;
    }
    try {
      THREAD.execute(
          () -> {
            run(op, exercises);
            progress.isDone = true;
          });
    } catch (OutOfMemoryError e) { // as Java says that there is no room for a thread
      LOG.warn("No thread for the warm-up could be started; vector kernels are used cold.");
      progress.isDone = true;
    }
    return progress;
  }

  private void run(Op op, List<Exercise> exercises) {
    long start = System.nanoTime();
    try (Workers workers = new Workers(1);
        HostMemory memory = new HostMemory("warm-up", 0)) {
      KernelTable plain = new ParallelKernels().over(ReferenceKernels.table(), workers, memory);
      KernelTable fast = vectors.over(plain, workers, memory);
      List<Race> races = new ArrayList<>();
      exercises.forEach(exercise -> races.add(new Race(exercise, plain, fast, memory)));
      while (!races.isEmpty() && System.nanoTime() - start < MOST_NANOSECONDS) {
        races.removeIf(Race::isOver);
      }
      long milliseconds = (System.nanoTime() - start) / 1_000_000;
      LOG.debug("{}: {} after {} ms.", op, races.isEmpty() ? "warm" : "slow", milliseconds);
    } catch (RuntimeException | Error e) {
      LOG.warn("The vector kernel of {} could not be warmed up, and is used cold.", op, e);
    }
  }

  @Override
  public String toString() {
    return vectors.toString();
  }
}
