package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Binary;
import java.util.List;

/** Arithmetic on two tensors, run by run. */
public final class BinaryParallel implements Kernel.Preparation<Binary> {
  private static final int COST = 1;

  /** Does an op on {@code count} elements; a step of 0 reads the same one again. */
  public interface Loop {
    void run(
        float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count);
  }

  private final Workers workers;
  private final Loop loop;

  public BinaryParallel(Workers workers, Loop loop) {
    this.workers = workers;
    this.loop = loop;
  }

  @Override
  public Runnable prepare(Binary op, List<View> inputs, List<View> outputs) {
    Runs runs = Runs.of(outputs.get(0), inputs);
    float[] a = HostBuffer.floats(inputs.get(0));
    float[] b = HostBuffer.floats(inputs.get(1));
    float[] y = HostBuffer.floats(outputs.get(0));
    int offsetA = inputs.get(0).offset();
    int offsetB = inputs.get(1).offset();
    int offset = outputs.get(0).offset();
    return runs.prepare(
        workers,
        COST,
        (element, count) ->
            loop.run(
                a,
                offsetA + runs.at(0, element),
                runs.step(0),
                b,
                offsetB + runs.at(1, element),
                runs.step(1),
                y,
                offset + element,
                count));
  }

  public static void add(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = a[atA + i * stepA] + b[atB + i * stepB];
    }
  }

  public static void sub(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = a[atA + i * stepA] - b[atB + i * stepB];
    }
  }

  public static void mul(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = a[atA + i * stepA] * b[atB + i * stepB];
    }
  }

  public static void div(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = a[atA + i * stepA] / b[atB + i * stepB];
    }
  }
}
