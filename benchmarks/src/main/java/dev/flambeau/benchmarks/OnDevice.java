package dev.flambeau.benchmarks;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.View;
import dev.flambeau.examples.bench.Operand;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;

/** A device opened for one benchmark; closing it frees the tensors too. */
final class OnDevice implements AutoCloseable {
  private final Backend backend;

  /** Opens a device with {@code -Dflambeau.threads}. */
  OnDevice(String name) {
    Backends backends = Backends.discover();
    backend = backends.open(backends.find(name), BackendOptions.defaults());
  }

  View random(int... shape) {
    return Operand.random(backend, type(shape), 1).view();
  }

  View of(float... values) {
    return Operand.of(backend, type(values.length), values).view();
  }

  View empty(int... shape) {
    return Operand.empty(backend, type(shape)).view();
  }

  private static TensorType type(int... shape) {
    return new TensorType(DType.FLOAT32, Shape.of(shape));
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
