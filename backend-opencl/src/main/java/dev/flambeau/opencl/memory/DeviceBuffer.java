package dev.flambeau.opencl.memory;

import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import org.jocl.cl_mem;

/** Elements in a device's memory; the block may be larger. */
public final class DeviceBuffer implements Buffer {
  private final DeviceMemory memory;
  private final DType dtype;
  private final int elements;
  private final cl_mem block;
  private final long blockBytes;
  private boolean closed;

  DeviceBuffer(DeviceMemory memory, DType dtype, int elements, cl_mem block, long blockBytes) {
    this.memory = memory;
    this.dtype = dtype;
    this.elements = elements;
    this.block = block;
    this.blockBytes = blockBytes;
  }

  /** Where a view's elements lie. */
  public static cl_mem of(View view) {
    return ((DeviceBuffer) view.buffer()).block;
  }

  /** Where its elements lie, from 0 on. */
  public cl_mem memory() {
    return block;
  }

  @Override
  public DType dtype() {
    return dtype;
  }

  @Override
  public int elements() {
    return elements;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    memory.take(block, blockBytes);
  }
}
