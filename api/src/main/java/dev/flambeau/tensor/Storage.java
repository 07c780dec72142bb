package dev.flambeau.tensor;

import dev.flambeau.backend.Buffer;
import dev.flambeau.op.TensorType;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A buffer and how many tensors share it; the last one to close gives it back.
 *
 * <p>Should all of them be forgotten instead, a {@link Cleaner} gives the buffer back when the
 * garbage collector finds out, and logs it: device memory is not left to the collector.
 */
final class Storage {
  private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
  private static final Cleaner CLEANER = Cleaner.create();

  private final Buffer buffer;
  private final Cleaner.Cleanable cleanable;
  private final Leak leak;
  private final AtomicInteger owners = new AtomicInteger(1);

  /**
   * How often the values have been changed in place; the tape compares it. Not for threads that
   * change what others differentiate: they would need to agree on the values first.
   */
  private int version;

  Storage(Buffer buffer, TensorType type, Device device) {
    this.buffer = buffer;
    this.leak = new Leak(buffer, type, device.lifetime());
    this.cleanable = CLEANER.register(this, leak);
  }

  Buffer buffer() {
    return buffer;
  }

  boolean isReleased() {
    return owners.get() == 0;
  }

  /**
   * Adds an owner, who keeps the buffer until {@link #release}.
   *
   * @return whether there was an owner still; if not, the buffer is gone
   */
  boolean retain() {
    return owners.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
  }

  /** Whether no other tensor shares the buffer. */
  boolean hasOneOwner() {
    return owners.get() == 1;
  }

  int version() {
    return version;
  }

  /** Notes that values are about to be changed in place. */
  void change() {
    version++;
  }

  void release() {
    if (owners.decrementAndGet() == 0) {
      leak.closed.set(true);
      cleanable.clean();
    }
  }

  /** What the cleaner runs; it must not reach the storage itself. */
  private static final class Leak implements Runnable {
    private final Buffer buffer;
    private final TensorType type;
    private final Device.Lifetime device;
    private final AtomicBoolean closed = new AtomicBoolean();

    Leak(Buffer buffer, TensorType type, Device.Lifetime device) {
      this.buffer = buffer;
      this.type = type;
      this.device = device;
    }

    @Override
    public void run() {
      if (device.isClosed()) {
        return;
      }
      if (!closed.get()) {
        LOG.warn(
            "A tensor {} on {} was never closed; open a Scope around the code that makes it.",
            type,
            device.name());
      }
      buffer.close();
    }
  }
}
