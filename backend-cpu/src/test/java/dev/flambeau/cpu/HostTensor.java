package dev.flambeau.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Execution;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A tensor's type and elements on the host, to be sent through a backend and compared. */
record HostTensor(TensorType type, ByteBuffer bytes) {
  /** Elements that stand before and behind each view: kernels must honour offsets. */
  private static final int MARGIN = 3;

  private static HostTensor empty(DType dtype, Shape shape) {
    TensorType type = new TensorType(dtype, shape);
    return new HostTensor(
        type, ByteBuffer.allocate((int) type.bytes()).order(ByteOrder.nativeOrder()));
  }

  static HostTensor floats(Shape shape, float... values) {
    HostTensor tensor = empty(DType.FLOAT32, shape);
    assertEquals(shape.elements(), values.length, "elements of " + shape);
    tensor.bytes.asFloatBuffer().put(values);
    return tensor;
  }

  static HostTensor doubles(Shape shape, double... values) {
    HostTensor tensor = empty(DType.FLOAT64, shape);
    tensor.bytes.asDoubleBuffer().put(values);
    return tensor;
  }

  static HostTensor ints(Shape shape, int... values) {
    HostTensor tensor = empty(DType.INT32, shape);
    tensor.bytes.asIntBuffer().put(values);
    return tensor;
  }

  static HostTensor bools(Shape shape, int... values) {
    HostTensor tensor = empty(DType.BOOL, shape);
    for (int i = 0; i < values.length; i++) {
      tensor.bytes.put(i, (byte) values[i]);
    }
    return tensor;
  }

  float[] floats() {
    float[] values = new float[type.elements()];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  int[] ints() {
    int[] values = new int[type.elements()];
    bytes.asIntBuffer().get(values);
    return values;
  }

  /** The elements as bits, NaN in its one form: what backends must agree in. */
  long[] bits() {
    long[] bits = new long[type.elements()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] =
          switch (type.dtype()) {
            case FLOAT32 -> Float.floatToIntBits(bytes.getFloat(4 * i));
            case FLOAT64 -> Double.doubleToLongBits(bytes.getDouble(8 * i));
            case INT32 -> bytes.getInt(4 * i);
            case BOOL -> bytes.get(i);
          };
    }
    return bits;
  }

  static void assertSameBits(List<HostTensor> expected, List<HostTensor> actual, String message) {
    assertEquals(expected.size(), actual.size(), message);
    for (int o = 0; o < expected.size(); o++) {
      HostTensor want = expected.get(o);
      HostTensor have = actual.get(o);
      assertEquals(want.type, have.type, message);
      int at = Arrays.mismatch(want.bits(), have.bits());
      if (at >= 0) {
        throw new AssertionError(
            message
                + ": output "
                + o
                + " "
                + want.type
                + " differs first at "
                + at
                + ": expected "
                + Long.toHexString(want.bits()[at])
                + ", was "
                + Long.toHexString(have.bits()[at]));
      }
    }
  }

  /** Runs an op, by kernel or decomposition, from fresh buffers into fresh buffers. */
  static List<HostTensor> run(Backend backend, Op op, HostTensor... inputs) {
    List<Buffer> buffers = new ArrayList<>();
    try {
      List<View> in = new ArrayList<>();
      for (HostTensor input : inputs) {
        // The first lies at 0, as most tensors do.
        in.add(view(backend, input.type, in.isEmpty() ? 0 : MARGIN, buffers));
        backend.write(input.bytes, in.get(in.size() - 1));
      }
      List<View> out =
          op.infer(Arrays.stream(inputs).map(HostTensor::type).toList()).stream()
              .map(type -> view(backend, type, MARGIN - 1, buffers))
              .toList();
      Execution.run(backend, op, in, out);
      List<HostTensor> results = new ArrayList<>();
      for (View view : out) {
        HostTensor result = empty(view.type().dtype(), view.type().shape());
        backend.read(view, result.bytes);
        results.add(result);
      }
      return results;
    } finally {
      buffers.forEach(Buffer::close);
    }
  }

  private static View view(Backend backend, TensorType type, int offset, List<Buffer> buffers) {
    Buffer buffer = backend.allocate(type.dtype(), type.elements() + 2 * MARGIN);
    buffers.add(buffer);
    return new View(buffer, offset, type);
  }
}
