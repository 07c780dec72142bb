package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Compare;
import dev.flambeau.op.DType;
import java.util.List;

/** Comparisons of FLOAT32 tensors, run by run; of others, the kernel that this one overrides. */
final class CompareParallel<O extends Compare> implements Kernel<O> {
  private static final int COST = 1;

  /** Compares {@code count} elements; a step of 0 reads the same one again. */
  interface Loop {
    void run(
        float[] a, int atA, int stepA, float[] b, int atB, int stepB, byte[] y, int to, int count);
  }

  private final Workers workers;
  private final Loop loop;
  private final Kernel<? super O> others;

  CompareParallel(Workers workers, Loop loop, Kernel<? super O> others) {
    this.workers = workers;
    this.loop = loop;
    this.others = others;
  }

  @Override
  public void run(O op, List<View> inputs, List<View> outputs) {
    if (inputs.get(0).type().dtype() != DType.FLOAT32) {
      others.run(op, inputs, outputs);
      return;
    }
    Runs runs = Runs.of(outputs.get(0), inputs);
    float[] a = HostBuffer.floats(inputs.get(0));
    float[] b = HostBuffer.floats(inputs.get(1));
    byte[] y = ((HostArray.Bytes) HostBuffer.array(outputs.get(0))).array();
    int offsetA = inputs.get(0).offset();
    int offsetB = inputs.get(1).offset();
    int offset = outputs.get(0).offset();
    runs.split(
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

  static void equal(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, byte[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = (byte) (a[atA + i * stepA] == b[atB + i * stepB] ? 1 : 0);
    }
  }

  static void notEqual(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, byte[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = (byte) (a[atA + i * stepA] != b[atB + i * stepB] ? 1 : 0);
    }
  }

  static void less(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, byte[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = (byte) (a[atA + i * stepA] < b[atB + i * stepB] ? 1 : 0);
    }
  }

  static void lessEqual(
      float[] a, int atA, int stepA, float[] b, int atB, int stepB, byte[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] = (byte) (a[atA + i * stepA] <= b[atB + i * stepB] ? 1 : 0);
    }
  }
}
