package dev.flambeau.data;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceClass;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/** Memory without kernels: enough to test what only moves tensors to a device and back. */
public final class HostBackend implements Backend {
  private int open;

  private final class Memory implements Buffer {
    private final DType dtype;
    private final ByteBuffer bytes;

    Memory(DType dtype, int elements) {
      this.dtype = dtype;
      this.bytes = ByteBuffer.allocate(elements * dtype.bytes());
      open++;
    }

    ByteBuffer slice(View view) {
      return bytes.slice(view.offset() * dtype.bytes(), (int) view.type().bytes());
    }

    @Override
    public DType dtype() {
      return dtype;
    }

    @Override
    public int elements() {
      return bytes.capacity() / dtype.bytes();
    }

    @Override
    public void close() {
      open--;
    }
  }

  @Override
  public DeviceInfo device() {
    return new DeviceInfo(
        "host",
        "host",
        DeviceClass.CPU,
        "test",
        "memory",
        List.of(),
        1 << 20,
        Set.of(DType.FLOAT32, DType.INT32));
  }

  @Override
  public Buffer allocate(DType dtype, int elements) {
    return new Memory(dtype, elements);
  }

  @Override
  public boolean supports(Op op, List<TensorType> inputs) {
    return false;
  }

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    throw new UnsupportedOperationException(op.name());
  }

  @Override
  public void write(ByteBuffer source, View target) {
    ((Memory) target.buffer()).slice(target).put(source.duplicate().clear());
  }

  @Override
  public void read(View source, ByteBuffer target) {
    target.duplicate().clear().put(((Memory) source.buffer()).slice(source));
  }

  @Override
  public void synchronize() {}

  @Override
  public MemoryUse memory() {
    return new MemoryUse(0, 0, open);
  }

  @Override
  public void close() {}
}
