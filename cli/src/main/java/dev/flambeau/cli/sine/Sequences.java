package dev.flambeau.cli.sine;

import dev.flambeau.op.Philox;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;

/**
 * Sine waves and their cosines, each of a phase uniform in [0, 2π) and a frequency uniform in [0.1,
 * 0.3) rad a step.
 *
 * @param sine {@code (T, N, 1)}, row-major
 * @param cosine what belongs to it, likewise
 */
record Sequences(int length, int count, float[] sine, float[] cosine) {
  /** Draws sequences. StrictMath, rounded to float, so that they are the same on every machine. */
  static Sequences draw(Philox random, int length, int count) {
    float[] sine = new float[length * count];
    float[] cosine = new float[length * count];
    for (int n = 0; n < count; n++) {
      double phase = 2 * Math.PI * random.uniform(2L * n);
      double frequency = 0.1 + 0.2 * random.uniform(2L * n + 1);
      for (int t = 0; t < length; t++) {
        double angle = phase + frequency * t;
        sine[t * count + n] = (float) StrictMath.sin(angle);
        cosine[t * count + n] = (float) StrictMath.cos(angle);
      }
    }
    return new Sequences(length, count, sine, cosine);
  }

  /** Those from one to another, which is not among them. */
  Sequences part(int first, int end) {
    return new Sequences(
        length, end - first, columns(sine, first, end), columns(cosine, first, end));
  }

  private float[] columns(float[] values, int first, int end) {
    float[] part = new float[length * (end - first)];
    for (int t = 0; t < length; t++) {
      System.arraycopy(values, t * count + first, part, t * (end - first), end - first);
    }
    return part;
  }

  Tensor input(Device device) {
    return device.tensor(sine, length, count, 1);
  }

  Tensor target(Device device) {
    return device.tensor(cosine, length, count, 1);
  }
}
