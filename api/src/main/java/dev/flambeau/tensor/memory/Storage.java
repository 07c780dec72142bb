package dev.flambeau.tensor.memory;

import dev.flambeau.backend.Buffer;
import dev.flambeau.op.TensorType;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A buffer and how many tensors share it; the last one to close gives it back.
 *
 * <p>Should all of them be forgotten instead, {@link Leaks} gives the buffer back when the garbage
 * collector finds out, and logs it: device memory is not left to the collector.
 */
public final class Storage {
  /** An object less a tensor than an {@link java.util.concurrent.atomic.AtomicInteger}. */
  private static final AtomicIntegerFieldUpdater<Storage> OWNERS =
      AtomicIntegerFieldUpdater.newUpdater(Storage.class, "owners");

  private final Buffer buffer;
  private final Lifetime device;
  private final Leaks.Watch watch;
  private volatile int owners = 1;

  /**
   * How often the values have been changed in place; the tape compares it. Not for threads that
   * change what others differentiate: they would need to agree on the values first.
   */
  private int version;

  /** What the host knows of its INT32 values, which it brought there. */
  private @Nullable LabelRange labels;

  public Storage(Buffer buffer, TensorType type, Lifetime device) {
    this.buffer = buffer;
    this.device = device;
    this.watch = Leaks.watch(this, buffer, type, device);
  }

  public Buffer buffer() {
    return buffer;
  }

  public boolean isReleased() {
    return owners == 0;
  }

  /** Whether no other tensor shares the buffer. */
  public boolean hasOneOwner() {
    return owners == 1;
  }

  public @Nullable LabelRange labels() {
    return labels;
  }

  /** Notes what is known of all its values, until they are changed. */
  public void know(@Nullable LabelRange range) {
    labels = range;
  }

  public int version() {
    return version;
  }

  /** Notes that values are about to be changed in place. */
  public void change() {
    version++;
    labels = null;
  }

  /** No caller could close it: should it be forgotten, nobody is told. */
  public void silence() {
    watch.silence();
  }

  /**
   * Adds an owner, who keeps the buffer until {@link #release}.
   *
   * @return whether there was an owner still; if not, the buffer is gone
   */
  public boolean retain() {
    int count = owners;
    while (count > 0 && !OWNERS.compareAndSet(this, count, count + 1)) {
      count = owners;
    }
    return count > 0;
  }

  public void release() {
    if (OWNERS.decrementAndGet(this) == 0 && watch.end() && !device.isClosed()) {
      buffer.close();
    }
  }
}
