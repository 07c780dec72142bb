package dev.flambeau.tensor.memory;

import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.setting.Settings;
import dev.flambeau.op.CallSite;
import dev.flambeau.op.TensorType;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the memory of tensors that were forgotten in place of closed, and tells of them.
 *
 * <p>A thread of its own frees what the garbage collector has found. Many threads that forget
 * tensors would leave it behind, so whoever makes a tensor frees up to two that were forgotten.
 *
 * <p>A place is told once, by the line that made the tensor. To note that line costs microseconds a
 * tensor, so nothing is noted until a first one was forgotten, then of the next thousand and of one
 * in 61; the count is told at first and at powers of two. {@code -Dflambeau.leaks=lines} notes
 * every line from the beginning, {@code count} none.
 */
public final class Leaks {
  private static final Logger LOG = LoggerFactory.getLogger(Leaks.class);
  private static final int NOTED_AT_FIRST = 1024;

  /** A prime, so that a loop which makes as many tensors a round does not hide most of them. */
  private static final int NOTED_LATER = 61;

  private static final int COUNTED_FROM = 1024;
  private static final int ROUNDS = 10;
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final ReferenceQueue<Storage> FORGOTTEN = new ReferenceQueue<>();
  private static final Chain[] OPEN = Stream.generate(Chain::new).limit(8).toArray(Chain[]::new);

  private static final Set<String> PLACES = ConcurrentHashMap.newKeySet();
  private static final AtomicLong COUNT = new AtomicLong();

  /** How many tensors were made since a first one was found forgotten. */
  private static final AtomicInteger MADE = new AtomicInteger();

  private static volatile String setting = "";

  static {
    Thread thread = new Thread(Leaks::free, "flambeau-leaks");
    thread.setDaemon(true);
    thread.start();
  }

  private Leaks() {}

  /**
   * Takes the setting.
   *
   * @throws dev.flambeau.backend.setting.SettingException if it is none
   */
  public static void configure() {
    setting = Settings.word("flambeau.leaks", "lines", "count");
  }

  /** Watches over a new storage, and frees some that were forgotten. */
  static Watch watch(Storage storage, Buffer buffer, TensorType type, Lifetime device) {
    for (int i = 0; i < 2 && freeNext(); i++) {}
    Chain chain = OPEN[(int) Thread.currentThread().getId() & OPEN.length - 1];
    Watch watch = new Watch(storage, buffer.whenForgotten(), type, device, chain);
    chain.add(watch);
    return watch;
  }

  private static boolean freeNext() {
    Reference<?> found = FORGOTTEN.poll();
    if (found instanceof Watch watch) {
      watch.free();
    }
    return found != null;
  }

  /**
   * Has the garbage collector look for forgotten tensors, for whoever has no room left.
   *
   * @return whether some were found
   */
  public static synchronized boolean collect() {
    long before = COUNT.get();
    System.gc();
    for (int round = 0; round < ROUNDS; round++) {
      LockSupport.parkNanos(ROUND_NANOS);
      long counted = COUNT.get();
      while (freeNext()) {}
      if (counted > before && counted == COUNT.get()) {
        return true;
      }
    }
    return COUNT.get() > before;
  }

  private static void free() {
    while (true) {
      try {
        ((Watch) FORGOTTEN.remove()).free();
      } catch (InterruptedException e) {
        // nobody has a reason to: it goes on
      } catch (RuntimeException | Error e) {
        LOG.warn("The memory of a forgotten tensor could not be freed.", e);
      }
    }
  }

  /**
   * The watches over storages that are open, since a reference that nobody holds tells nothing.
   * Several, so that threads seldom wait for each other.
   */
  private static final class Chain {
    private @Nullable Watch first;

    synchronized void add(Watch watch) {
      watch.next = first;
      if (first != null) {
        first.previous = watch;
      }
      first = watch;
      watch.isOpen = true;
    }

    /** False if it was removed before. */
    synchronized boolean remove(Watch watch) {
      boolean wasOpen = watch.isOpen;
      if (wasOpen) {
        watch.isOpen = false;
        unlink(watch);
      }
      return wasOpen;
    }

    private void unlink(Watch watch) {
      Watch next = watch.next;
      if (next != null) {
        next.previous = watch.previous;
      }
      if (watch.previous == null) {
        first = next;
      } else {
        watch.previous.next = next;
      }
      watch.next = null; // a closed tensor that lives on keeps no other
      watch.previous = null;
    }
  }

  /** What is known of a storage when it has gone. */
  static final class Watch extends PhantomReference<Storage> {
    private final Runnable giveBack;
    private final TensorType type;
    private final Lifetime device;
    private final @Nullable CallSite site;
    private final Chain chain;
    private @Nullable Watch previous;
    private @Nullable Watch next;
    private boolean isOpen;
    private volatile boolean silent;

    private Watch(
        Storage storage, Runnable giveBack, TensorType type, Lifetime device, Chain chain) {
      super(storage, FORGOTTEN);
      this.giveBack = giveBack;
      this.type = type;
      this.device = device;
      this.chain = chain;
      this.site = isNoted() ? CallSite.here() : null;
    }

    private static boolean isNoted() {
      if (!setting.isEmpty()) {
        return setting.equals("lines");
      }
      if (COUNT.get() == 0) {
        return false;
      }
      int number = MADE.incrementAndGet();
      return number > 0 && number <= NOTED_AT_FIRST || number % NOTED_LATER == 0;
    }

    /** Ends the watch, since the storage has been closed; false if that was done before. */
    boolean end() {
      clear();
      return chain.remove(this);
    }

    /** Its tensor is nobody's to close, so not told of. */
    void silence() {
      silent = true;
    }

    private void free() {
      if (!chain.remove(this) || device.isClosed()) {
        return;
      }
      giveBack.run();
      if (!silent) {
        tell(COUNT.incrementAndGet());
      }
    }

    private void tell(long count) {
      if (site != null && PLACES.add(site.toString())) {
        LOG.warn(
            "A tensor {} on {} was never closed; it was made at {}. Open a Scope around that"
                + " code; if it is a model's, close the model.",
            type,
            device.name(),
            site);
      } else if (count == 1 || count >= COUNTED_FROM && Long.bitCount(count) == 1) {
        LOG.warn(
            "Tensors that were never closed: {}, the latest one {} on {}. Open a Scope around the"
                + " code that makes them, and close models and optimizers;"
                + " -Dflambeau.leaks=lines tells where they were made.",
            count,
            type,
            device.name());
      }
    }
  }
}
