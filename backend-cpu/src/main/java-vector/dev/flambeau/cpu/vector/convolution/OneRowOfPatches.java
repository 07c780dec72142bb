package dev.flambeau.cpu.vector.convolution;

import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * A row of weights times patches that are read where images lie: four vectors of positions side by
 * side, so that their chains of fma fill the time that one takes.
 */
final class OneRowOfPatches {
  /** How many positions are computed at once. */
  static final int WIDTH = 4 * Lanes.COUNT;

  private OneRowOfPatches() {}

  /**
   * Stores the sums of four vectors over {@code depth} taps from one on.
   *
   * @param place where the first position lies for a tap of 0
   */
  static void multiply(
      float[] a,
      int atA,
      float[] values,
      int[] taps,
      int first,
      int place,
      int depth,
      float[] c,
      int to) {
    FloatVector c0 = Lanes.ZERO.broadcast(0f);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    int base = atA - first;
    int end = first + depth;
    for (int k = first; k < end; k++) {
      int from = taps[k] + place;
      FloatVector weight = Lanes.ZERO.broadcast(a[base + k]);
      c0 = weight.fma(FloatVector.fromArray(Lanes.FLOATS, values, from), c0);
      c1 = weight.fma(FloatVector.fromArray(Lanes.FLOATS, values, from + Lanes.COUNT), c1);
      c2 = weight.fma(FloatVector.fromArray(Lanes.FLOATS, values, from + 2 * Lanes.COUNT), c2);
      c3 = weight.fma(FloatVector.fromArray(Lanes.FLOATS, values, from + 3 * Lanes.COUNT), c3);
    }
    c0.intoArray(c, to);
    c1.intoArray(c, to + Lanes.COUNT);
    c2.intoArray(c, to + 2 * Lanes.COUNT);
    c3.intoArray(c, to + 3 * Lanes.COUNT);
  }
}
