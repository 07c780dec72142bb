package dev.flambeau.cpu.thread;

import dev.flambeau.backend.setting.ThreadsException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads among which one backend shares out its output elements.
 *
 * <p>Work on a range is cut into some more parts than there are threads, the caller's among them.
 * Each thread has some parts side by side that it begins with, the same ones of every range, so
 * that it finds in its cache what it wrote there in the op before; then it takes those that others
 * have not come to: a thread that wakes late, or that the machine gives to somebody else, costs
 * little. Who computes an element never changes its bits. The threads serve one caller at a time:
 * one who finds them busy, be it another user's thread or a part that wants to share out further,
 * does its work alone, so that nobody ever waits for a thread and nothing can lock up.
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
  private final Share share;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * @param threads how many share the work, the caller's included
   * @throws ThreadsException if the system starts no more; then none is left
   */
  public Workers(int threads) {
    this(threads, Thread::start);
  }

  /**
   * @param start starts one of the threads
   */
  Workers(int threads, Consumer<Thread> start) {
    workers = new Worker[threads - 1];
    share = new Share(threads);
    boolean isCrowded = threads > Runtime.getRuntime().availableProcessors();
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1, isCrowded);
      try {
        start.accept(workers[i]);
      } catch (OutOfMemoryError e) { // as Java says that there is no room for a thread
        stop(i);
        throw new ThreadsException(threads, i + 1, e);
      }
    }
  }

  /** Ends the first threads, which do nothing yet, and waits until they are gone. */
  private void stop(int started) {
    for (int i = 0; i < started; i++) {
      workers[i].offer(STOP);
    }
    boolean interrupted = false;
    for (int i = 0; i < started; ) {
      try {
        workers[i].join();
        i++;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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
    int helped = helped(items, nanoseconds);
    if (helped < 2 || !busy.compareAndSet(false, true)) {
      work.run(0, items);
      return;
    }
    try {
      int parts = (int) Math.min(Math.min(items, helped * PARTS), worth);
      share.begin(work, items, parts, helped);
      share(helped - 1);
    } finally {
      busy.set(false);
    }
  }

  /** Whether such work is more than one thread's. */
  public boolean shares(int items, long nanoseconds) {
    return helped(items, nanoseconds) > 1;
  }

  /** How many threads it is worth, the caller's included. */
  private int helped(int items, long nanoseconds) {
    return (int) Math.min(Math.min(items, threads()), nanoseconds / SMALLEST_PART_NANOSECONDS);
  }

  /** Makes ready what {@link #split} does, to be done many times. */
  public Runnable prepare(int items, long nanoseconds, Work work) {
    return () -> split(items, nanoseconds, work);
  }

  private void share(int helpers) {
    for (int i = 0; i < helpers; i++) {
      workers[i].offer(share);
    }
    share.run(0);
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

  private static final Share STOP = new Share(0);

  /** Stands for parts that a thread has in hand, in place of what was offered. */
  private static final Share TAKEN = new Share(0);

  /**
   * One call's work: parts that are taken one by one. The same object serves call after call, since
   * no thread has it in hand between two, and a steady step allocates nothing.
   */
  private static final class Share {
    /** Ints from one counter to the next: none share a line of the cache, or two neighbours. */
    private static final int APART = 32;

    private Work work = (from, to) -> {};
    private int items;
    private int parts;
    private int threads;
    private Thread caller = Thread.currentThread();

    /** The next part of those that each thread begins with. */
    private final AtomicIntegerArray next;

    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Share(int mostThreads) {
      next = new AtomicIntegerArray((mostThreads + 1) * APART);
    }

    /** To be called before it is offered to anybody. */
    void begin(Work newWork, int newItems, int newParts, int newThreads) {
      work = newWork;
      items = newItems;
      parts = newParts;
      threads = newThreads;
      caller = Thread.currentThread();
      failure.set(null);
      for (int thread = 0; thread < threads; thread++) {
        next.set(counter(thread), firstPart(thread));
      }
    }

    private static int counter(int thread) {
      return (thread + 1) * APART;
    }

    private int firstPart(int thread) {
      return (int) ((long) parts * thread / threads);
    }

    /** Takes parts until there are none left, or one has failed: a thread's own, then others'. */
    void run(int thread) {
      try {
        for (int i = 0; i < threads && failure.get() == null; i++) {
          runPartsOf((thread + i) % threads);
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
    }

    private void runPartsOf(int thread) {
      int counter = counter(thread);
      int end = firstPart(thread + 1);
      for (int part = next.getAndIncrement(counter);
          part < end && failure.get() == null;
          part = next.getAndIncrement(counter)) {
        work.run(bound(part), bound(part + 1));
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
    private final int number;

    /**
     * @param number its place among the threads; the caller is 0
     */
    Worker(int number, boolean isCrowded) {
      super("flambeau-cpu-" + number);
      this.number = number;
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
        share.run(number);
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
