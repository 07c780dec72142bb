package dev.flambeau.data;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.DeviceClass;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.MemoryUse;
import dev.flambeau.backend.View;
import dev.flambeau.op.Compare.Equal;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction.ArgMax;
import dev.flambeau.op.Reduction.Max;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;

/**
 * Memory, and three kernels, for what moves tensors to a device and back and looks for the largest:
 * ArgMax and Max of rows, and Equal.
 */
public final class HostBackend implements Backend {
  private int open;
  private int allocationsLeft = Integer.MAX_VALUE;

  /** Refuses memory after so many allocations more. */
  void failAfter(int allocations) {
    allocationsLeft = allocations;
  }

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
        Set.of(DType.values()));
  }

  @Override
  public Buffer allocate(DType dtype, int elements) {
    if (allocationsLeft-- == 0) {
      throw new IllegalStateException("no more memory");
    }
    return new Memory(dtype, elements);
  }

  @Override
  public boolean supports(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    return op instanceof ArgMax || op instanceof Max || op instanceof Equal;
  }

  @Override
  public void run(Op op, List<View> inputs, List<View> outputs) {
    FloatBuffer values = slice(inputs.get(0)).asFloatBuffer();
    ByteBuffer output = slice(outputs.get(0));
    if (op instanceof Equal) {
      FloatBuffer others = slice(inputs.get(1)).asFloatBuffer();
      for (int i = 0; i < values.capacity(); i++) {
        output.put(i, (byte) (values.get(i) == others.get(i) ? 1 : 0));
      }
      return;
    }
    int length = inputs.get(0).type().shape().size(-1);
    for (int row = 0; row < output.capacity() / 4; row++) {
      int best = largest(values, row * length, length);
      if (op instanceof ArgMax) {
        output.putInt(4 * row, best);
      } else {
        output.putFloat(4 * row, values.get(row * length + best));
      }
    }
  }

  /** The first of the largest, or the first NaN. */
  private static int largest(FloatBuffer values, int from, int length) {
    int best = 0;
    for (int i = 1; i < length; i++) {
      float value = values.get(from + i);
      float soFar = values.get(from + best);
      best = value > soFar || Float.isNaN(value) && !Float.isNaN(soFar) ? i : best;
    }
    return best;
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
