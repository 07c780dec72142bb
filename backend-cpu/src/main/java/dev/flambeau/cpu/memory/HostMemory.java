package dev.flambeau.cpu.memory;

import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.op.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one device: arrays in use, and arrays kept for the next one who asks.
 *
 * <p>Java clears a new array and collects an old one, both at a price, and a training step asks for
 * the same sizes over and over. So an array that is given back waits in a pool, by type and length.
 * Lengths are rounded up to one of four steps between powers of two, so that sizes which differ a
 * little share arrays and at most a quarter is wasted. The pool keeps no more than a bound.
 */
public final class HostMemory implements AutoCloseable {
  private static final int SMALLEST_STEP = 16;

  private final String device;
  private final long mostPooledBytes;
  private final Map<DType, List<Deque<HostArray>>> pool = new EnumMap<>(DType.class);
  private long usedBytes;
  private long pooledBytes;
  private int buffers;
  private boolean closed;

  public HostMemory(String device, long mostPooledBytes) {
    this.device = device;
    this.mostPooledBytes = mostPooledBytes;
  }

  /**
   * A buffer, counted as in use until it is closed.
   *
   * @throws OutOfDeviceMemoryException if there is no room even without the pool
   */
  public HostBuffer allocate(DType dtype, int elements) {
    HostArray array = take(dtype, elements);
    synchronized (this) {
      usedBytes += array.bytes();
      buffers++;
    }
    return new HostBuffer(this, array, elements);
  }

  /** Takes back the array of a buffer. */
  synchronized void release(HostArray array) {
    forget(array.bytes());
    give(array);
  }

  /** Counts out a buffer whose array will not come back. */
  synchronized void forget(long bytes) {
    usedBytes -= bytes;
    buffers--;
  }

  /** An array of at least so many elements, whatever they are, until it is given back. */
  public HostArray take(DType dtype, int elements) {
    int length = sizeClass(elements);
    HostArray pooled = poll(dtype, length);
    if (pooled != null) {
      return pooled;
    }
    try {
      return HostArray.of(dtype, length);
    } catch (OutOfMemoryError full) {
      empty();
      return takeExactly(dtype, elements);
    }
  }

  private HostArray takeExactly(DType dtype, int elements) {
    try {
      return HostArray.of(dtype, elements);
    } catch (OutOfMemoryError full) {
      MemoryUse held = use();
      throw new OutOfDeviceMemoryException(
          device
              + ": no room for "
              + (long) elements * dtype.bytes()
              + " bytes, "
              + elements
              + " elements of "
              + dtype
              + ". Held: "
              + held.usedBytes()
              + " bytes in "
              + held.buffers()
              + " buffers; the pool was emptied and the allocation tried twice. Use a smaller"
              + " batch, close scopes earlier, or give Java more memory with -Xmx.",
          full);
    }
  }

  /** Gives back what {@link #take} gave. */
  public synchronized void give(HostArray array) {
    boolean fits = pooledBytes + array.bytes() <= mostPooledBytes;
    if (!closed && fits && array.length() == sizeClass(array.length())) {
      waiting(array.dtype(), array.length()).push(array);
      pooledBytes += array.bytes();
    }
  }

  private synchronized @Nullable HostArray poll(DType dtype, int length) {
    HostArray array = waiting(dtype, length).poll();
    if (array != null) {
      pooledBytes -= array.bytes();
    }
    return array;
  }

  /** The arrays of a type and one of the lengths that {@link #sizeClass} gives. */
  private Deque<HostArray> waiting(DType dtype, int length) {
    List<Deque<HostArray>> byLength = pool.computeIfAbsent(dtype, key -> new ArrayList<>());
    int number = sizeNumber(length);
    while (byLength.size() <= number) {
      byLength.add(new ArrayDeque<>());
    }
    return byLength.get(number);
  }

  private synchronized void empty() {
    pool.clear();
    pooledBytes = 0;
  }

  public synchronized MemoryUse use() {
    return new MemoryUse(usedBytes, pooledBytes, buffers);
  }

  /** Drops the pool; what is given back from now on is dropped too. */
  @Override
  public synchronized void close() {
    closed = true;
    empty();
  }

  /** The length of the arrays that serve requests for so many elements. */
  static int sizeClass(int elements) {
    int step = Math.max(SMALLEST_STEP, Integer.highestOneBit(Math.max(elements, 1) - 1) >>> 2);
    long rounded = ((long) Math.max(elements, 1) + step - 1) / step * step;
    return (int) Math.min(rounded, Integer.MAX_VALUE);
  }

  /** Numbers the lengths that {@link #sizeClass} gives, four to a doubling. */
  static int sizeNumber(int length) {
    int doublings = Integer.SIZE - Integer.numberOfLeadingZeros(length - 1);
    return Math.max(0, doublings * 4 - (int) (((1L << doublings) - length) * 8 >>> doublings));
  }
}
