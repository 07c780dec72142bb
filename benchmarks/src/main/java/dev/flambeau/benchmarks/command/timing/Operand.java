package dev.flambeau.benchmarks.command.timing;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.View;
import dev.flambeau.op.Philox;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** A FLOAT32 tensor below the tensors: memory of a backend that an op is run on many times. */
public record Operand(View view) implements AutoCloseable {

  /** Holds uniform numbers on [−1, 1): zeros and subnormals have a speed of their own. */
  public static Operand random(Backend backend, TensorType type, int seed) {
    float[] values = new float[type.elements()];
    new Philox(seed, Philox.TEST_DATA, 0, 0).fill(values, 1);
    return of(backend, type, values);
  }

  /** Holds these. */
  public static Operand of(Backend backend, TensorType type, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(type.bytes())).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    Operand operand = empty(backend, type);
    backend.write(bytes, operand.view);
    return operand;
  }

  /** Holds nothing yet. */
  public static Operand empty(Backend backend, TensorType type) {
    Buffer buffer = backend.allocate(type.dtype(), type.elements());
    return new Operand(new View(buffer, 0, type));
  }

  public List<View> alone() {
    return List.of(view);
  }

  @Override
  public void close() {
    view.buffer().close();
  }
}
