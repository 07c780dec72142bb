package dev.flambeau.benchmarks.command.network;

import dev.flambeau.op.Philox;
import dev.flambeau.tensor.Tensor;

/** A batch that lies on the device. */
public record Sample(Tensor input, Tensor target) implements AutoCloseable {
  /** So many uniform numbers on [−1, 1). */
  public static float[] uniform(int count, int number) {
    float[] values = new float[count];
    new Philox(1, Philox.TRAINING_DATA, 0, number).fill(values, 1);
    return values;
  }

  /** So many labels of some classes, in turn; other ones for another number. */
  public static int[] labels(int count, int classes, int number) {
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (i + number) % classes;
    }
    return labels;
  }

  @Override
  public void close() {
    input.close();
    target.close();
  }
}
