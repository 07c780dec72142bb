package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.LaneSum;
import jdk.incubator.vector.FloatVector;

/** The 32 lanes of a sum as vectors: two of 512 bits, four of 256, eight of 128. */
final class LaneSums {
  private static final int LANES = LaneSum.LANES;
  private static final int COUNT = Lanes.COUNT;

  private LaneSums() {}

  static void rounds(float[] x, int at, int count, float[] lane) {
    // Chains of one vector wait for each other's sums; two at a time take no longer than one.
    for (int l = 0; l < LANES; l += 2 * COUNT) {
      twoVectors(x, at + l, count, lane, l);
    }
  }

  private static void twoVectors(float[] x, int at, int count, float[] lane, int to) {
    FloatVector first = Lanes.MINUS_ZERO.broadcast(-0f);
    FloatVector second = first;
    for (int i = 0; i < count; i += LANES) {
      first = first.add(FloatVector.fromArray(Lanes.FLOATS, x, at + i));
      second = second.add(FloatVector.fromArray(Lanes.FLOATS, x, at + i + COUNT));
    }
    first.intoArray(lane, to);
    second.intoArray(lane, to + COUNT);
  }
}
