package dev.flambeau.data.ahead;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A row of things, made by threads ahead of the one that asks for them, and handed out in order.
 *
 * <p>Whoever asks drives: each call of {@link #next} lets the threads begin as many more as have
 * been taken, so that no thread ever waits for room. A row that nobody asks any more comes to rest
 * by itself, and its threads end a second later. They are daemons, and are never interrupted, since
 * an interrupt would close a file that several of them read.
 *
 * <p>A thing is lent until the next one is asked for: then it is given to the thread that makes
 * another, to be filled anew. Serves one thread that asks.
 */
public final class Ahead<T> implements AutoCloseable {
  private static final long IDLE_MILLIS = 1000;
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final int count;
  private final int depth;
  private final Maker<T> maker;
  private final ThreadPoolExecutor threads;
  private final Set<Thread> made = ConcurrentHashMap.newKeySet();
  private final Deque<Future<T>> underway = new ArrayDeque<>();
  private final Queue<T> free = new ConcurrentLinkedQueue<>();
  private @Nullable T lent;
  private int begun;

  /** Makes one of them. */
  @FunctionalInterface
  public interface Maker<T> {
    /**
     * Called by any of the threads.
     *
     * @param number from 0
     * @param used one that nobody needs any more, to be filled anew; null at first
     */
    T make(int number, @Nullable T used);
  }

  /**
   * A row that begins when the first one is asked for. As many are under way, or wait to be taken,
   * as two for each thread.
   *
   * @param workers the threads, 1 or more
   * @param count how many there are in the row
   */
  public Ahead(int workers, int count, Maker<T> maker) {
    this.count = count;
    this.depth = 2 * workers;
    this.maker = maker;
    this.threads =
        new ThreadPoolExecutor(
            workers,
            workers,
            IDLE_MILLIS,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            this::thread);
    threads.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "flambeau-loader-" + THREADS.incrementAndGet());
    thread.setDaemon(true);
    made.removeIf(other -> other.getState() == Thread.State.TERMINATED);
    made.add(thread);
    return thread;
  }

  /**
   * The next one, waiting until it is there. What was thrown while it was made is thrown here, and
   * ends the row.
   *
   * @throws InterruptedException if this thread is interrupted while it waits; ends the row, and
   *     does not wait for the threads
   */
  public T next() throws InterruptedException {
    if (lent != null) {
      free.add(lent);
      lent = null;
    }
    while (begun < count && underway.size() < depth) {
      int number = begun++;
      underway.add(threads.submit(() -> maker.make(number, free.poll())));
    }
    try {
      lent = underway.remove().get();
    } catch (ExecutionException e) {
      close();
      throw unchecked(e.getCause());
    } catch (InterruptedException e) {
      end();
      throw e;
    }
    if (underway.isEmpty() && begun == count) {
      close();
    }
    return lent;
  }

  private static RuntimeException unchecked(@Nullable Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }

  /** Whether no more can be asked for. */
  public boolean isClosed() {
    return threads.isShutdown();
  }

  private void end() {
    threads.getQueue().clear();
    threads.shutdown();
  }

  /** Ends the row: waits for what is under way, and leaves the rest. The last one stays lent. */
  @Override
  public void close() {
    end();
    try {
      threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      for (Thread thread : made) {
        thread.join(); // An executor counts as terminated a moment before its last thread ends.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // They end by themselves.
    }
  }
}
