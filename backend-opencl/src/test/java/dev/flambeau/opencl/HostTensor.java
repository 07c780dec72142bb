package dev.flambeau.opencl;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Execution;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A tensor on the host, and ops run on a backend from such to such. */
record HostTensor(TensorType type, ByteBuffer bytes) {
  /** What lies before a view: kernels must honour offsets. */
  private static final int MARGIN = 3;

  private static final float[] TRICKY = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    -0f,
    0f,
    Float.MIN_VALUE,
    -0x1p-127f,
    0x1p-100f,
    Float.MAX_VALUE,
    3e9f
  };

  static HostTensor zeros(TensorType type) {
    ByteBuffer bytes = ByteBuffer.allocate((int) type.bytes());
    return new HostTensor(type, bytes.order(ByteOrder.nativeOrder()));
  }

  /** Numbers of many magnitudes; tricky ones among them now and then, if asked for. */
  static HostTensor random(TensorType type, Random random, boolean tricky) {
    HostTensor tensor = zeros(type);
    for (int i = 0; i < type.elements(); i++) {
      switch (type.dtype()) {
        case FLOAT32 -> tensor.bytes.putFloat(4 * i, number(random, tricky));
        case INT32 -> tensor.bytes.putInt(4 * i, random.nextInt(12) - (tricky ? 2 : 0));
        case BOOL -> tensor.bytes.put(i, (byte) random.nextInt(2));
        case FLOAT64 -> throw new AssertionError("OpenCL devices have no FLOAT64");
      }
    }
    return tensor;
  }

  private static float number(Random random, boolean tricky) {
    if (tricky && random.nextInt(8) == 0) {
      return TRICKY[random.nextInt(TRICKY.length)];
    }
    return (random.nextFloat() - 0.5f) * Math.scalb(1f, random.nextInt(20) - 10);
  }

  /** The elements' bits, NaN in its one form. */
  int[] bits() {
    int[] bits = new int[type.elements()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] =
          switch (type.dtype()) {
            case FLOAT32 -> Float.floatToIntBits(bytes.getFloat(4 * i));
            case BOOL -> bytes.get(i);
            default -> bytes.getInt(4 * i);
          };
    }
    return bits;
  }

  /** Runs an op from fresh buffers into fresh buffers; an optimizer's update in place. */
  static List<HostTensor> run(Backend backend, Op op, List<HostTensor> inputs) {
    List<Buffer> buffers = new ArrayList<>();
    try {
      List<View> from = new ArrayList<>();
      for (HostTensor input : inputs) {
        from.add(input.write(backend, from.size() % 2 * MARGIN, buffers));
      }
      List<View> to = new ArrayList<>();
      for (TensorType type : op.infer(inputs.stream().map(HostTensor::type).toList())) {
        to.add(
            op instanceof OptimizerUpdate
                ? from.get(to.size())
                : view(backend, type, MARGIN, buffers));
      }
      Execution.run(backend, op, from, to);
      return to.stream().map(view -> read(backend, view)).toList();
    } finally {
      buffers.forEach(Buffer::close);
    }
  }

  /**
   * A view of a buffer that is written whole, what lies before the view too: Oclgrind 21.10 forgets
   * what else was written to a buffer when a part of it is.
   */
  private View write(Backend backend, int offset, List<Buffer> buffers) {
    View view = view(backend, type, offset, buffers);
    ByteBuffer whole = ByteBuffer.allocate((type.elements() + offset) * type.dtype().bytes());
    whole.put(offset * type.dtype().bytes(), bytes, 0, bytes.capacity());
    Shape shape = Shape.of(type.elements() + offset);
    backend.write(whole, new View(view.buffer(), 0, type.with(shape)));
    return view;
  }

  static HostTensor read(Backend backend, View view) {
    HostTensor tensor = zeros(view.type());
    backend.read(view, tensor.bytes);
    return tensor;
  }

  static View view(Backend backend, TensorType type, int offset, List<Buffer> buffers) {
    Buffer buffer = backend.allocate(type.dtype(), type.elements() + offset);
    buffers.add(buffer);
    return new View(buffer, offset, type);
  }

  static TensorType type(DType dtype, int... sizes) {
    return new TensorType(dtype, Shape.of(sizes));
  }

  static TensorType floats(int... sizes) {
    return type(DType.FLOAT32, sizes);
  }
}
