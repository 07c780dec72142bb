package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Unary;
import java.util.List;

/**
 * Elementwise ops on one tensor. Each has a loop of its own, since a call of an unknown function
 * for each element would cost more than the function.
 */
public final class UnaryParallel implements Kernel.Preparation<Unary> {
  /** Some nanoseconds for an element. */
  private static final int COST = 2;

  /** Does an op on {@code count} elements. */
  public interface Loop {
    void run(float[] x, int at, float[] y, int to, int count);
  }

  private final Workers workers;
  private final Loop loop;

  public UnaryParallel(Workers workers, Loop loop) {
    this.workers = workers;
    this.loop = loop;
  }

  @Override
  public Runnable prepare(Unary op, List<View> inputs, List<View> outputs) {
    float[] x = HostBuffer.floats(inputs.get(0));
    float[] y = HostBuffer.floats(outputs.get(0));
    int at = inputs.get(0).offset();
    int to = outputs.get(0).offset();
    int elements = outputs.get(0).type().elements();
    return workers.prepare(
        elements,
        (long) elements * COST,
        (from, end) -> loop.run(x, at + from, y, to + from, end - from));
  }

  static void abs(float[] x, int at, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = Math.abs(x[at + i]);
    }
  }

  public static void neg(float[] x, int at, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = -x[at + i];
    }
  }

  public static void exp(float[] x, int at, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = CorrectlyRounded.exp(x[at + i]);
    }
  }

  public static void log(float[] x, int at, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = CorrectlyRounded.log(x[at + i]);
    }
  }

  public static void sqrt(float[] x, int at, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = (float) Math.sqrt(x[at + i]);
    }
  }

  /** Java's max is the contract's relu: +0 of −0 and +0, NaN of NaN. And it has no branch. */
  public static void relu(float[] x, int at, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = Math.max(x[at + i], 0f);
    }
  }

  public static void sigmoid(float[] x, int at, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = CorrectlyRounded.sigmoid(x[at + i]);
    }
  }

  public static void tanh(float[] x, int at, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = CorrectlyRounded.tanh(x[at + i]);
    }
  }
}
