package dev.flambeau.cpu.warmup;

import dev.flambeau.backend.execution.LruCache;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.KernelLayer;
import dev.flambeau.cpu.parallel.ParallelKernels;
import dev.flambeau.cpu.reference.ReferenceKernels;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs vector kernels until HotSpot has compiled them, in threads of their own, while plain ones of
 * the same bits do the work.
 *
 * <p>Until then a vector is an object and each of its operations a call, some thousand times as
 * slow, and a first training step would wait a second for it. Plain loops are compiled while they
 * run. Ops are warmed up once plain kernels have taken some time; what has been compiled serves all
 * devices of this JVM.
 */
public final class WarmUp implements KernelLayer {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

  /** An op that is not fast by then never will be, and is used as it is. */
  private static final long MOST_TURNS = 3_000;

  /**
   * What plain kernels take in all before fast ones are warmed up. That takes HotSpot two to four
   * seconds of a processor for the ops of a small network, for which a program that is over soon
   * gets nothing.
   */
  private static final long WORTH_NANOSECONDS = 2_000_000_000L;

  /** That part of it must be an op's own before its kernel is warmed up. */
  private static final long PART = 50;

  /** Of shorter runs one in so many is timed. */
  private static final long SHORT_NANOSECONDS = 2_000;

  private static final int SHORT_RUNS = 32;

  /** Nanoseconds for which kernels are run at a stretch. */
  private static final long TURN = 1_000_000;

  /**
   * And for which HotSpot is then left to its work: what it is to compile it knows after some
   * thousand calls, and from there on each takes time from it and from the program.
   */
  private static final long REST = 2_000_000;

  /** By class of op, and by exercises of a fused or recurrent one. */
  private static final Map<Object, Progress> ALL = new ConcurrentHashMap<>();

  /** The same by op, since its exercises take longer to find than many an op to run. */
  private static final LruCache<Op, Progress> BY_OP = new LruCache<>();

  /** So many ops at a time: while HotSpot compiles one, others come to be known to it. */
  private static final int THREADS = 2;

  private static final ExecutorService WORK = work();

  private final KernelLayer vectors;
  private final long worth;
  private final AtomicLong spent = new AtomicLong();

  /** How far the kernel of an op is. */
  static final class Progress {
    private final AtomicLong spent = new AtomicLong();
    private final AtomicBoolean isBegun = new AtomicBoolean();
    private volatile boolean isDone;

    /**
     * Runs that are not timed, before the next one that is. Threads may lose some to each other.
     */
    private int untimed;

    private int weight = 1;

    /** Whether to look at the clock, which takes longer than a short op. */
    boolean isTimed() {
      if (untimed > 0) {
        untimed--;
        return false;
      }
      return true;
    }

    /** What the runs since the last one that was timed have taken, if each took as long as this. */
    private long all(long nanoseconds) {
      long all = nanoseconds * weight;
      untimed = nanoseconds < SHORT_NANOSECONDS ? SHORT_RUNS - 1 : 0;
      weight = untimed + 1;
      return all;
    }

    /** Whether it is as fast as it gets; if not, it will be once it has been used enough. */
    boolean isDone() {
      return isDone;
    }
  }

  /**
   * @param vectors the kernels to warm up
   */
  public WarmUp(KernelLayer vectors) {
    this(vectors, WORTH_NANOSECONDS);
  }

  /**
   * @param worth nanoseconds of plain kernels before fast ones are warmed up
   */
  WarmUp(KernelLayer vectors, long worth) {
    this.vectors = vectors;
    this.worth = worth;
  }

  /** Its threads end when there is nothing to do. */
  private static ExecutorService work() {
    ThreadPoolExecutor work =
        new ThreadPoolExecutor(
            THREADS, THREADS, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), WarmUp::daemon);
    work.allowCoreThreadTimeOut(true);
    return work;
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
    if (op instanceof Fused || op instanceof FusedContraction || op instanceof Recurrent) {
      // Not its shapes, but its ops and the order of them make the code that is to be compiled.
      return BY_OP.get(op, absent -> known(Exercise.of(op)));
    }
    return known(op.getClass());
  }

  private static Progress known(Object key) {
    Progress known = ALL.get(key);
    return known == null ? ALL.computeIfAbsent(key, absent -> new Progress()) : known;
  }

  /** Counts what the plain kernel of an op has taken, and begins once that is worth it. */
  void add(long nanoseconds, Op op, Progress progress) {
    long all = progress.all(nanoseconds);
    long spentByOp = progress.spent.addAndGet(all);
    if (spent.addAndGet(all) >= worth
        && spentByOp >= worth / PART
        && progress.isBegun.compareAndSet(false, true)) {
      begin(op, progress);
    }
  }

  private void begin(Op op, Progress progress) {
    LOG.debug("{}: to be warmed up.", op);
    try {
      WORK.execute(
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
      for (long turns = 0; !races.isEmpty() && turns < MOST_TURNS; turns++) {
        turn(races);
      }
      long milliseconds = (System.nanoTime() - start) / 1_000_000;
      LOG.debug("{}: {} after {} ms.", op, races.isEmpty() ? "warm" : "slow", milliseconds);
    } catch (RuntimeException | Error e) {
      LOG.warn("The vector kernel of {} could not be warmed up, and is used cold.", op, e);
    }
  }

  /** Runs exercises for a while, each once at least, and rests; takes away those that are over. */
  private static void turn(List<Race> races) {
    long end = System.nanoTime() + TURN;
    do {
      races.removeIf(Race::isOver);
    } while (!races.isEmpty() && System.nanoTime() < end);
    if (!races.isEmpty()) {
      LockSupport.parkNanos(REST);
    }
  }

  @Override
  public String toString() {
    return vectors.toString();
  }
}
