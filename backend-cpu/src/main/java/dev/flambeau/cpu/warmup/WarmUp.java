package dev.flambeau.cpu.warmup;

import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.cpu.reference.ReferenceKernels;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Op;
import dev.flambeau.op.Recurrent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs vector kernels until HotSpot has compiled them, in a thread of its own, while plain ones of
 * the same bits do the work.
 *
 * <p>Until then a vector is an object and each of its operations a call, some thousand times as
 * slow, and a first training step would wait a second for it. Plain loops are compiled while they
 * run. An op is warmed up once its plain kernel has taken some time; what has been compiled serves
 * all devices of this JVM.
 */
public final class WarmUp implements KernelLayer {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** An op that is not fast by then never will be, and is used as it is. */
  private static final long MOST_NANOSECONDS = 5_000_000_000L;

  /**
   * What the plain kernel of an op takes in all before the fast one is warmed up: as much as that
   * takes, so that a program that is over soon does not pay for what it does not use.
   */
  private static final long WORTH_NANOSECONDS = 500_000_000;

  /** Nanoseconds for which kernels are run at a stretch. */
  private static final long TURN = 1_000_000;

  /**
   * The part of the time so far for which HotSpot is then left to its work: what it has to compile
   * it knows after some thousand calls, and from there on each takes time from it and the program.
   */
  private static final long REST = 10;

  /** By class of op, and by exercises of a fused one. */
  private static final Map<Object, Progress> ALL = new ConcurrentHashMap<>();

  /** Its thread ends when there is nothing to do. */
  private static final ExecutorService THREAD =
      new ThreadPoolExecutor(
          0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), WarmUp::daemon);

  private final KernelLayer vectors;
  private final long worth;

  /** How far the kernel of an op is. */
  static final class Progress {
    private final AtomicLong spent = new AtomicLong();
    private final long worth;
    private final Consumer<Progress> begin;
    private volatile boolean isDone;

    /**
     * @param worth so many nanoseconds of a plain kernel
     * @param begin what is done after them, once
     */
    Progress(long worth, Consumer<Progress> begin) {
      this.worth = worth;
      this.begin = begin;
    }

    /** Whether it is as fast as it gets; if not, it will be once it has been used enough. */
    boolean isDone() {
      return isDone;
    }

    /** Counts what a plain kernel has taken, and begins once that is worth it. */
    void add(long nanoseconds) {
      long before = spent.getAndAdd(nanoseconds);
      if (before < worth && before + nanoseconds >= worth) {
        begin.accept(this);
      }
    }
  }

  /**
   * @param vectors the kernels to warm up
   */
  public WarmUp(KernelLayer vectors) {
    this(vectors, WORTH_NANOSECONDS);
  }

  WarmUp(KernelLayer vectors, long worth) {
    this.vectors = vectors;
    this.worth = worth;
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
    changed(plain, fast).forEach(op -> change(changing, op, plain, fast));
    return changing;
  }

  /** The ops that a table computes by other kernels than a plain one. */
  static List<Class<? extends Op>> changed(KernelTable plain, KernelTable fast) {
    return fast.ops().filter(op -> plain.has(op) && plain.get(op) != fast.get(op)).toList();
  }

  private <O extends Op> void change(
      KernelTable changing, Class<O> op, KernelTable plain, KernelTable fast) {
    changing.row(op, new ChangingKernel<>(this, plain.get(op), fast.get(op)));
  }

  /** How far the kernel of an op is. */
  Progress progress(Op op) {
    // Not its shapes, but its ops and the order of them make the code that is to be compiled.
    Object key = op instanceof Fused || op instanceof Recurrent ? Exercise.of(op) : op.getClass();
    Progress known = ALL.get(key);
    return known == null
        ? ALL.computeIfAbsent(key, absent -> new Progress(worth, progress -> begin(op, progress)))
        : known;
  }

  private void begin(Op op, Progress progress) {
    try {
      THREAD.execute(
          () -> {
            run(op, Exercise.of(op));
            progress.isDone = true;
          });
    } catch (OutOfMemoryError e) { // as Java says that there is no room for a thread
      LOG.warn("No thread for the warm-up could be started; vector kernels are used cold.");
      progress.isDone = true;
    }
  }

  private void run(Op op, List<Exercise> exercises) {
    long start = System.nanoTime();
    try (Workers workers = new Workers(1);
        HostMemory memory = new HostMemory("warm-up", 0)) {
      KernelTable plain = new ParallelKernels().over(ReferenceKernels.table(), workers, memory);
      KernelTable fast = vectors.over(plain, workers, memory);
      List<Race> races = new ArrayList<>();
      exercises.forEach(exercise -> races.add(new Race(exercise, plain, fast, memory)));
      races.removeIf(Race::isOver);
      for (long taken = 0; !races.isEmpty() && taken < MOST_NANOSECONDS; ) {
        for (long until = System.nanoTime() + TURN;
            !races.isEmpty() && System.nanoTime() < until; ) {
          races.removeIf(Race::isOver);
        }
        taken = System.nanoTime() - start;
        LockSupport.parkNanos(taken / REST);
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
