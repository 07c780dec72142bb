package dev.flambeau.cpu.vector.convolution;

import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * A vector of channels side by side, of a gradient and of what five taps lie on: so many chains of
 * fma fill the time that one takes, and 3×3 taps or 5×5 leave one of them empty or none.
 */
final class FiveTaps {
  /** How many taps are computed at once. */
  static final int COUNT = 5;

  private FiveTaps() {}

  /**
   * Stores the sums of five taps over {@code depth} positions.
   *
   * @param taps where each tap's channels lie in a position's
   * @param places of the positions
   * @param g the gradient's channels, {@code width} floats for each position
   */
  static void multiply(
      float[] values,
      int[] taps,
      int[] places,
      int depth,
      float[] g,
      int atG,
      int width,
      float[] c,
      int to,
      int ldc) {
    int t0 = taps[0];
    int t1 = taps[1];
    int t2 = taps[2];
    int t3 = taps[3];
    int t4 = taps[4];
    FloatVector c0 = Lanes.ZERO.broadcast(0f);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    for (int k = 0; k < depth; k++) {
      int place = places[k];
      FloatVector factor = Lanes.load(g, atG + k * width);
      c0 = factor.fma(FloatVector.fromArray(Lanes.FLOATS, values, place + t0), c0);
      c1 = factor.fma(FloatVector.fromArray(Lanes.FLOATS, values, place + t1), c1);
      c2 = factor.fma(FloatVector.fromArray(Lanes.FLOATS, values, place + t2), c2);
      c3 = factor.fma(FloatVector.fromArray(Lanes.FLOATS, values, place + t3), c3);
      c4 = factor.fma(FloatVector.fromArray(Lanes.FLOATS, values, place + t4), c4);
    }
    c0.intoArray(c, to);
    c1.intoArray(c, to + ldc);
    c2.intoArray(c, to + 2 * ldc);
    c3.intoArray(c, to + 3 * ldc);
    c4.intoArray(c, to + 4 * ldc);
  }
}
