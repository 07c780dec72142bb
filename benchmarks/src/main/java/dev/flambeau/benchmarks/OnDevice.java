package dev.flambeau.benchmarks;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Philox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A device opened for one benchmark; closing it frees the tensors too. */
final class OnDevice implements AutoCloseable {
  private final Backend backend;

  /** Opens a device with {@code -Dflambeau.threads}. */
  OnDevice(String name) {
    Backends backends = Backends.discover();
    backend = backends.open(backends.find(name), BackendOptions.defaults());
  }

  /** Uniform numbers on [−1, 1): zeros and subnormals have a speed of their own. */
  View random(int... shape) {
    View view = empty(shape);
    float[] values = new float[view.type().elements()];
    new Philox(1, Philox.TEST_DATA, 0, 0).fill(values, 1);
    return write(view, values);
  }

  View of(float... values) {
    return write(empty(values.length), values);
  }

  View empty(int... shape) {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(shape));
    return new View(backend.allocate(type.dtype(), type.elements()), 0, type);
  }

  private View write(View view, float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(view.type().bytes())).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    backend.write(bytes, view);
    return view;
  }

  /** One run, waited for: what a benchmark times. */
  void run(Op op, List<View> inputs, List<View> outputs) {
    backend.run(op, inputs, outputs);
    backend.synchronize();
  }

  @Override
  public void close() {
    backend.close();
  }
}
