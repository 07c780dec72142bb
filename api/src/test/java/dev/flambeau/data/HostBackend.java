package dev.flambeau.data;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceClass;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction.ArgMax;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.List;
import java.util.Set;

/**
 * Memory, and one kernel, for what only moves tensors to a device and back: the ArgMax of rows of
 * numbers that are not NaN.
 */
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
  public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    return op instanceof ArgMax;
  }

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    View rows = inputs.get(0);
    int length = rows.type().shape().size(-1);
    FloatBuffer values = slice(rows).asFloatBuffer();
    IntBuffer largest = slice(outputs.get(0)).asIntBuffer();
    for (int row = 0; row < largest.capacity(); row++) {
      int best = 0;
      for (int i = 1; i < length; i++) {
        best = values.get(row * length + i) > values.get(row * length + best) ? i : best;
      }
      largest.put(row, best);
    }
  }

  private static ByteBuffer slice(View view) {
    return ((Memory) view.buffer()).slice(view).order(ByteOrder.nativeOrder());
  }

  @Override
  public void copy(View source, View target) {
    slice(target).put(slice(source));
  }

  @Override
  public void write(ByteBuffer source, View target) {
    slice(target).put(source.duplicate());
  }

  @Override
  public void read(View source, ByteBuffer target) {
    target.duplicate().clear().put(slice(source));
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
