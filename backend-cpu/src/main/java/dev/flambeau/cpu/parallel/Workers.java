package dev.flambeau.cpu.parallel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads among which one backend shares out its output elements.
 *
 * <p>Work on a range is cut into as many parts as there are threads, the caller's among them. Who
 * computes an element never changes its bits. The threads serve one caller at a time: one who finds
 * them busy, be it another user's thread or a part that wants to share out further, does its work
 * alone, so that nobody ever waits for a thread and nothing can lock up.
 */
public final class Workers implements AutoCloseable {
  /** Work on the items of a range. */
  @FunctionalInterface
  public interface Work {
    void run(int from, int to);
  }

  /** A part must be worth waking a thread for, which takes some 5 to 50 µs. */
  private static final long SMALLEST_PART_NANOSECONDS = 20_000;

  /** How long a thread without work looks for more before it sleeps: some 20 µs. */
  private static final int SPINS = 1000;

  private final Worker[] workers;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param threads how many share the work, the caller's included
   */
  public Workers(int threads) {
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker("flambeau-cpu-" + (i + 1));
      workers[i].start();
    }
  }

  /** How many share the work, the caller included. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs work over all of {@code items}, which takes about so many nanoseconds on one thread, and
   * returns when it is done. What a part throws is thrown here.
   */
  public void split(int items, long nanoseconds, Work work) {
    long worth = nanoseconds / SMALLEST_PART_NANOSECONDS;
    int parts = (int) Math.min(Math.min(items, threads()), worth);
    if (parts < 2 || !busy.compareAndSet(false, true)) {
      work.run(0, items);
      return;
    }
    try {
      share(items, parts, work);
    } finally {
      busy.set(false);
    }
  }

  private void share(int items, int parts, Work work) {
    for (int part = 1; part < parts; part++) {
      workers[part - 1].begin(
          new Part(work, bound(items, parts, part), bound(items, parts, part + 1)));
    }
    Throwable failure = null;
    try {
      work.run(0, bound(items, parts, 1));
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    // All must be done before this returns, since they write to the caller's arrays.
    for (int part = 1; part < parts; part++) {
      Throwable other = workers[part - 1].await();
      failure = failure == null ? other : failure;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private static int bound(int items, int parts, int part) {
    return (int) ((long) items * part / parts);
  }

  /**
   * Ends the threads when the work in hand is done. They stay busy for ever, so later work runs on
   * its caller's thread. A second call does nothing.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    while (!busy.compareAndSet(false, true)) {
      Thread.onSpinWait();
    }
    for (Worker worker : workers) {
      worker.begin(Part.STOP);
    }
  }

  private record Part(Work work, int from, int to, Thread caller) {
    static final Part STOP = new Part((from, to) -> {}, 0, 0);

    Part(Work work, int from, int to) {
      this(work, from, to, Thread.currentThread());
    }
  }

  private static final class Worker extends Thread {
    private volatile @Nullable Part part;
    private volatile @Nullable Throwable failure;

    Worker(String name) {
      super(name);
      setDaemon(true);
    }

    void begin(Part next) {
      part = next;
      LockSupport.unpark(this);
    }

    /** Waits until the part is done, and gives what it threw. */
    @Nullable Throwable await() {
      for (int spins = 0; part != null; spins++) {
        pause(spins);
      }
      Throwable thrown = failure;
      failure = null;
      return thrown;
    }

    @Override
    public void run() {
      for (Part next = next(); next != Part.STOP; next = next()) {
        try {
          next.work.run(next.from, next.to);
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        part = null;
        LockSupport.unpark(next.caller);
      }
    }

    private Part next() {
      Part next = part;
      for (int spins = 0; next == null; spins++) {
        pause(spins);
        next = part;
      }
      return next;
    }

    private static void pause(int spins) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park();
      }
    }
  }
}
