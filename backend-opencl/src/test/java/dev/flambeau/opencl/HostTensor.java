package dev.flambeau.opencl;

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
import java.util.List;
import java.util.Random;

/** A FLOAT32 tensor on the host, and ops run on a backend from such to such. */
record HostTensor(TensorType type, ByteBuffer bytes) {
  /** What lies before a view: kernels must honour offsets. */
  private static final int MARGIN = 3;

  static HostTensor zeros(TensorType type) {
    ByteBuffer bytes = ByteBuffer.allocate((int) type.bytes());
    return new HostTensor(type, bytes.order(ByteOrder.nativeOrder()));
  }

  /** Numbers of many magnitudes. */
  static HostTensor random(TensorType type, Random random) {
    HostTensor tensor = zeros(type);
    for (int i = 0; i < type.elements(); i++) {
      tensor.bytes.putFloat(
          4 * i, (random.nextFloat() - 0.5f) * Math.scalb(1f, random.nextInt(20) - 10));
    }
    return tensor;
  }

  /** The elements' bits, NaN in its one form. */
  int[] bits() {
    int[] bits = new int[type.elements()];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(bytes.getFloat(4 * i));
    }
    return bits;
  }

  /** Runs an op from fresh buffers into fresh buffers. */
  static List<HostTensor> run(Backend backend, Op op, List<HostTensor> inputs) {
    List<Buffer> buffers = new ArrayList<>();
    try {
      List<View> from = new ArrayList<>();
      for (HostTensor input : inputs) {
        from.add(input.write(backend, from.size() % 2 * MARGIN, buffers));
      }
      List<View> to =
          op.infer(inputs.stream().map(HostTensor::type).toList()).stream()
              .map(type -> view(backend, type, MARGIN, buffers))
              .toList();
      Execution.run(backend, op, from, to);
      return to.stream().map(view -> read(backend, view)).toList();
    } finally {
      buffers.forEach(Buffer::close);
    }
  }

  private View write(Backend backend, int offset, List<Buffer> buffers) {
    View view = view(backend, type, offset, buffers);
    backend.write(bytes.clear(), view);
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

  static TensorType floats(int... sizes) {
    return new TensorType(DType.FLOAT32, Shape.of(sizes));
  }
}
