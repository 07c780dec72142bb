package dev.flambeau.opencl.memory;

import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.op.DType;
import dev.flambeau.opencl.device.Handles;
import dev.flambeau.opencl.device.OpenClSettings;
import dev.flambeau.opencl.device.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_mem;

/**
 * A device's buffers. One that is closed is kept for the next of its size class at once: the queue
 * is in order, so whoever gets it comes after all that still uses it.
 *
 * <p>No more is held than the device has, or {@code -Dflambeau.opencl.memory} says. Drivers give
 * more than that without a word and find no memory when a kernel is to run, when nobody can be
 * told: PoCL 3.1 aborts the process, or has the system end it.
 *
 * <p>With {@code -Dflambeau.opencl.reuse=false} no memory serves twice: each buffer is a new block
 * of just its size, so that a tool that checks memory sees what lies beyond its end, and what was
 * never written.
 */
public final class DeviceMemory implements AutoCloseable {
  private static final long SMALLEST = 256;

  /** How drivers say that there is no memory; some call it a resource. */
  private static final Set<Integer> LACKS =
      Set.of(CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_RESOURCES, CL.CL_OUT_OF_HOST_MEMORY);

  private final Session session;
  private final long limit;
  private final boolean reuses = OpenClSettings.reuses();
  private final Map<Long, Deque<cl_mem>> pool = new HashMap<>();
  private final Set<cl_mem> used = new HashSet<>();
  private long usedBytes;
  private long pooledBytes;
  private boolean closed;

  public DeviceMemory(Session session) {
    this.session = session;
    limit = OpenClSettings.memory(session.device().info().memoryBytes());
  }

  /**
   * Memory for some elements.
   *
   * @throws OutOfDeviceMemoryException if there is none, after what is pooled was given up
   */
  public synchronized DeviceBuffer allocate(DType dtype, int elements) {
    long needed = (long) elements * dtype.bytes();
    long bytes = reuses ? sizeClass(needed) : Math.max(needed, 1);
    Deque<cl_mem> free = reuses ? pool.get(bytes) : null;
    cl_mem block = free == null ? null : free.poll();
    if (block != null) {
      pooledBytes -= bytes;
    } else {
      makeRoom(bytes);
      block = create(bytes);
    }
    used.add(block);
    usedBytes += bytes;
    return new DeviceBuffer(this, dtype, elements, block, bytes);
  }

  private void makeRoom(long bytes) {
    if (usedBytes + pooledBytes + bytes > limit && pooledBytes > 0) {
      emptyPool();
    }
    if (usedBytes + bytes > limit) {
      throw new OutOfDeviceMemoryException(
          session.device().info()
              + ": no room for "
              + bytes
              + " bytes of the "
              + limit
              + " that there are. "
              + held()
              + ". "
              + wayOut()
              + " (-Dflambeau.opencl.memory=BYTES sets what there is.)");
    }
  }

  /** Memory that is not pooled: its maker releases it. */
  synchronized cl_mem create(long bytes) {
    long largest = session.device().largestAllocation();
    if (bytes > largest) {
      throw new OutOfDeviceMemoryException(
          session.device().info()
              + ": a buffer of "
              + bytes
              + " bytes was asked for, and its driver gives "
              + largest
              + " at the most. "
              + wayOut());
    }
    try {
      return tryCreate(bytes);
    } catch (CLException first) {
      cl_mem[] made = new cl_mem[1];
      retry(bytes + " bytes", first, () -> made[0] = tryCreate(bytes));
      return made[0];
    }
  }

  /**
   * Gives up what is pooled, and does once more what had no memory.
   *
   * @param wanted what there was no room for
   * @param first how it failed; anything but a lack of memory is thrown again
   */
  public synchronized void retry(String wanted, CLException first, Runnable work) {
    if (!LACKS.contains(first.getStatus())) {
      throw first;
    }
    emptyPool();
    try {
      work.run();
    } catch (CLException second) {
      if (!LACKS.contains(second.getStatus())) {
        throw second;
      }
      throw new OutOfDeviceMemoryException(
          session.device().info()
              + ": no room for "
              + wanted
              + " ("
              + second.getMessage()
              + "). "
              + held()
              + " and the allocation tried twice. "
              + wayOut(),
          second);
    }
  }

  private String held() {
    return "Held: " + usedBytes + " bytes in " + used.size() + " buffers; the pool was emptied";
  }

  private static String wayOut() {
    return "Use a smaller batch, or close scopes earlier.";
  }

  private cl_mem tryCreate(long bytes) {
    return Handles.opened(
        CL.clCreateBuffer(session.context(), CL.CL_MEM_READ_WRITE, bytes, null, null));
  }

  /** Four classes to a doubling, so that at most a fifth is lost. */
  static long sizeClass(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    long step = Long.highestOneBit(bytes - 1) / 4;
    return (bytes + step - 1) / step * step;
  }

  synchronized void take(cl_mem block, long bytes) {
    if (closed || !used.remove(block)) {
      return;
    }
    usedBytes -= bytes;
    pooledBytes += bytes;
    pool.computeIfAbsent(bytes, size -> new ArrayDeque<>()).push(block);
  }

  /** All that uses what is pooled is to be done first. */
  private void emptyPool() {
    CL.clFinish(session.queue());
    releasePool();
  }

  private void releasePool() {
    pool.values().forEach(blocks -> blocks.forEach(DeviceMemory::release));
    pool.clear();
    pooledBytes = 0;
  }

  private static void release(cl_mem block) {
    CL.clReleaseMemObject(block);
    Handles.released();
  }

  /** What is held now. */
  public synchronized MemoryUse use() {
    return new MemoryUse(usedBytes, pooledBytes, used.size());
  }

  /** Releases everything, open buffers too. */
  @Override
  public synchronized void close() {
    closed = true;
    releasePool();
    used.forEach(DeviceMemory::release);
    used.clear();
    usedBytes = 0;
  }
}
