package dev.flambeau.cpu;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceClosedException;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A device of Java arrays. Every op is done when its call returns, on the caller's thread or with
 * its help, so there is nothing to wait for and any number of threads may call at once.
 */
final class CpuBackend implements Backend {
  /** So many elements are copied by several threads, and fewer without an object for it. */
  private static final int SHARED_COPY = 1 << 17;

  private final DeviceInfo device;
  private final HostMemory memory;
  private final KernelTable kernels;
  private final Workers workers;
  private volatile boolean closed;

  /**
   * @param workers those of the kernels, to be closed with this
   */
  CpuBackend(DeviceInfo device, HostMemory memory, KernelTable kernels, Workers workers) {
    this.device = device;
    this.memory = memory;
    this.kernels = kernels;
    this.workers = workers;
  }

  @Override
  public DeviceInfo device() {
    return device;
  }

  @Override
  public Buffer allocate(DType dtype, int elements) {
    checkOpen();
    if (!device.dtypes().contains(dtype) || elements < 0) {
      throw new IllegalArgumentException(
          device.name() + ": cannot hold " + elements + " elements of " + dtype);
    }
    return memory.allocate(dtype, elements);
  }

  @Override
  public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    return kernels.takes(op) && hasTypes(inputs) && hasTypes(outputs);
  }

  private boolean hasTypes(List<TensorType> types) {
    for (TensorType type : types) {
      if (!device.dtypes().contains(type.dtype())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    checkOpen();
    kernels.run(op, inputs, outputs);
  }

  @Override
  public PreparedOp prepare(Op op, List<View> inputs, List<View> outputs) {
    checkOpen();
    Runnable work = kernels.prepare(op, inputs, outputs);
    return () -> {
      checkOpen();
      work.run();
    };
  }

  @Override
  public void copy(View source, View target) {
    checkOpen();
    HostArray from = HostBuffer.array(source);
    HostArray into = HostBuffer.array(target);
    int elements = source.type().elements();
    if (elements < SHARED_COPY) {
      from.copy(source.offset(), into, target.offset(), elements);
    } else {
      workers.split(
          elements,
          elements,
          (first, end) ->
              from.copy(source.offset() + first, into, target.offset() + first, end - first));
    }
  }

  @Override
  public void write(ByteBuffer source, View target) {
    checkOpen();
    target.checkLength("write", source);
    HostBuffer.array(target)
        .write(target.offset(), target.type().elements(), inMachineOrder(source));
  }

  @Override
  public void read(View source, ByteBuffer target) {
    checkOpen();
    source.checkLength("read", target);
    HostBuffer.array(source)
        .read(source.offset(), source.type().elements(), inMachineOrder(target));
  }

  /** The same bytes, from the same position on, which stays where it is. */
  private static ByteBuffer inMachineOrder(ByteBuffer bytes) {
    boolean isAlready = bytes.order() == ByteOrder.nativeOrder();
    return isAlready ? bytes : bytes.duplicate().order(ByteOrder.nativeOrder());
  }

  /** Every call has done its work before it returned. */
  @Override
  public void synchronize() {
    checkOpen();
  }

  @Override
  public MemoryUse memory() {
    return memory.use();
  }

  @Override
  public void close() {
    closed = true;
    memory.close();
    workers.close();
  }

  private void checkOpen() {
    if (closed) {
      throw new DeviceClosedException(device.name());
    }
  }
}
