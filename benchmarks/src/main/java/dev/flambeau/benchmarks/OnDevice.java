package dev.flambeau.benchmarks;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.PreparedOp;
import dev.flambeau.backend.View;
import dev.flambeau.benchmarks.command.timing.Operand;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Supplier;

/** A device opened for one benchmark; closing it frees the tensors too. */
public final class OnDevice implements AutoCloseable {
  private final Backend backend;

  /** An op that can be run again and again, and where its result is. */
  public record Prepared(Runnable op, Supplier<float[]> reader) {
    /** What runs nothing yet. */
    public static final Prepared NOTHING = new Prepared(() -> {}, () -> new float[0]);

    /** One run, waited for: what a benchmark times. */
    public void run() {
      op.run();
    }

    /** What the last run gave. */
    public float[] result() {
      return reader.get();
    }
  }

  /** Opens a device with {@code -Dflambeau.threads}. */
  public OnDevice(String name) {
    Backends backends = Backends.discover();
    backend = backends.open(backends.find(name), BackendOptions.defaults());
  }

  /** A tensor of uniform numbers on [−1, 1). */
  public View random(int... shape) {
    return Operand.random(backend, type(shape), 1).view();
  }

  /** A tensor of one axis that holds these. */
  public View of(float... values) {
    return Operand.of(backend, type(values.length), values).view();
  }

  /** A tensor that holds nothing yet. */
  public View empty(int... shape) {
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

  /** Prepares an op as a captured step does. */
  public Prepared prepare(Op op, List<View> inputs, View output) {
    PreparedOp prepared = backend.prepare(op, inputs, List.of(output));
    return new Prepared(
        () -> {
          prepared.run();
          backend.synchronize();
        },
        () -> read(output));
  }

  /** The elements of a tensor. */
  public float[] read(View view) {
    float[] values = new float[view.type().elements()];
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(view.type().bytes())).order(ByteOrder.nativeOrder());
    backend.read(view, bytes);
    bytes.asFloatBuffer().get(values);
    return values;
  }

  @Override
  public void close() {
    backend.close();
  }
}
