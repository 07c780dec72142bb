package dev.flambeau.cpu.parallel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads among which one backend shares out its output elements.
 *
 * <p>Work on a range is cut into some more parts than there are threads, the caller's among them,
 * and each takes the next one when it is done with another: a thread that wakes late, or that the
 * machine gives to somebody else, costs little. Who computes an element never changes its bits. The
 * threads serve one caller at a time: one who finds them busy, be it another user's thread or a
 * part that wants to share out further, does its work alone, so that nobody ever waits for a thread
 * and nothing can lock up.
 */
public final class Workers implements AutoCloseable {
  /** Work on the items of a range. */
  @FunctionalInterface
  public interface Work {
    void run(int from, int to);
  }

  /** A part must be worth waking a thread for. */
  private static final long SMALLEST_PART_NANOSECONDS = 20_000;

  /** Parts for each thread, where there is work enough. */
  private static final int PARTS = 4;

  private final Worker[] workers;
  private final Share share = new Share();
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param threads how many share the work, the caller's included
   */
  public Workers(int threads) {
    workers = new Worker[threads - 1];
    boolean isCrowded = threads > Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker("flambeau-cpu-" + (i + 1), isCrowded);
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
    int helped = (int) Math.min(Math.min(items, threads()), worth);
    if (helped < 2 || !busy.compareAndSet(false, true)) {
      work.run(0, items);
      return;
    }
    try {
      int parts = (int) Math.min(Math.min(items, helped * PARTS), worth);
      share.begin(work, items, parts);
      share(helped - 1);
    } finally {
      busy.set(false);
    }
  }

  /** What {@link #split} does, to be done many times. */
  public Runnable prepare(int items, long nanoseconds, Work work) {
    return () -> split(items, nanoseconds, work);
  }

  private void share(int helpers) {
    for (int i = 0; i < helpers; i++) {
      workers[i].offer(share);
    }
    share.run();
    // All must be done before this returns, since they write to the caller's arrays.
    for (int i = 0; i < helpers; i++) {
      workers[i].withdrawOrAwait(share);
    }
    share.rethrow();
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
      worker.offer(STOP);
    }
  }

  private static final Share STOP = new Share();

  /** What a thread has in hand while it works, in place of what was offered. */
  private static final Share TAKEN = new Share();

  /**
   * One call's work: parts that are taken one by one. The same object serves call after call, since
   * no thread has it in hand between two, and a steady step allocates nothing.
   */
  private static final class Share {
    private Work work = (from, to) -> {};
    private int items;
    private int parts;
    private Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** To be called before it is offered to anybody. */
    void begin(Work newWork, int newItems, int newParts) {
      work = newWork;
      items = newItems;
      parts = newParts;
      caller = Thread.currentThread();
      failure.set(null);
      next.set(0);
    }

    /** Takes parts until there are none left, or one has failed. */
    void run() {
      try {
        for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
          work.run(bound(part), bound(part + 1));
        }
      } catch (RuntimeException | Error e) {
        next.set(parts);
        failure.compareAndSet(null, e);
      }
    }

    private int bound(int part) {
      return (int) ((long) items * part / parts);
    }

    void rethrow() {
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  private static final class Worker extends Thread {
    /**
     * How long a thread without work looks for more before it sleeps. Waking up takes a virtual
     * machine some hundreds of microseconds, more than most ops take: so it looks for as long as an
     * op may take that is not shared out, unless it would look in another one's place.
     */
    private static final long PATIENCE_NANOSECONDS = 1_000_000;

    private static final long PATIENCE_IN_A_CROWD = 20_000;

    private final AtomicReference<@Nullable Share> hand = new AtomicReference<>();
    private final long patience;

    Worker(String name, boolean isCrowded) {
      super(name);
      setDaemon(true);
      patience = isCrowded ? PATIENCE_IN_A_CROWD : PATIENCE_NANOSECONDS;
    }

    void offer(Share share) {
      hand.set(share);
      LockSupport.unpark(this);
    }

    /** Takes an offer back that was not taken up yet, or waits until the work is done. */
    void withdrawOrAwait(Share share) {
      if (hand.compareAndSet(share, null)) {
        return;
      }
      long since = System.nanoTime();
      while (hand.get() == TAKEN) {
        pause(since);
      }
    }

    @Override
    public void run() {
      for (Share share = take(); share != STOP; share = take()) {
        share.run();
        Thread caller = share.caller; // before the caller may begin the next one
        hand.set(null);
        LockSupport.unpark(caller);
      }
    }

    private Share take() {
      long since = System.nanoTime();
      while (true) {
        Share offered = hand.get();
        if (offered != null && hand.compareAndSet(offered, TAKEN)) {
          return offered;
        }
        pause(since);
      }
    }

    private void pause(long since) {
      if (System.nanoTime() - since < patience) {
        Thread.onSpinWait();
      } else {
        LockSupport.park();
      }
    }
  }
}
