package dev.flambeau.cpu.vector.loop;

import dev.flambeau.cpu.loop.LaneSum;
import jdk.incubator.vector.FloatVector;

/**
 * The 32 lanes of a sum as vectors: two of 512 bits, four of 256, eight of 128. Chains of additions
 * wait for each other: eight vectors go side by side, those of four blocks, of two, or of one.
 */
public final class VectorSums {
  private static final int LANES = LaneSum.LANES;
  private static final int COUNT = Lanes.COUNT;
  private static final int VECTORS = 8;

  /** Blocks that eight vectors are the lanes of. */
  private static final int BLOCKS = VECTORS * COUNT / LANES;

  /**
   * Sums of so few values are as fast without vectors. A step that takes one of them, of its
   * losses, would be thousands of steps old before the loop is compiled, its vectors objects so
   * far.
   */
  private static final int FEW = 4 * LANES;

  private VectorSums() {}

  public static void rounds(float[] x, int at, int blocks, int count, float[] lanes) {
    if (count <= FEW) {
      LaneSum.rounds(x, at, blocks, count, lanes);
      return;
    }
    int b = 0;
    for (; b + BLOCKS <= blocks; b += BLOCKS) {
      eightVectors(x, at + b * LaneSum.BLOCK, count, lanes, b * LANES);
    }
    for (; b < blocks; b++) {
      for (int l = 0; l < LANES; l += 2 * COUNT) {
        twoVectors(x, at + b * LaneSum.BLOCK + l, count, lanes, b * LANES + l);
      }
    }
  }

  /** Where a vector's values are, from those of the first one on. */
  private static int place(int vector) {
    return vector * COUNT / LANES * LaneSum.BLOCK + vector * COUNT % LANES;
  }

  private static void eightVectors(float[] x, int at, int count, float[] lanes, int to) {
    FloatVector s0 = Lanes.MINUS_ZERO.broadcast(-0f);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int i = at; i < at + count; i += LANES) {
      s0 = s0.add(FloatVector.fromArray(Lanes.FLOATS, x, i + place(0)));
      s1 = s1.add(FloatVector.fromArray(Lanes.FLOATS, x, i + place(1)));
      s2 = s2.add(FloatVector.fromArray(Lanes.FLOATS, x, i + place(2)));
      s3 = s3.add(FloatVector.fromArray(Lanes.FLOATS, x, i + place(3)));
      s4 = s4.add(FloatVector.fromArray(Lanes.FLOATS, x, i + place(4)));
      s5 = s5.add(FloatVector.fromArray(Lanes.FLOATS, x, i + place(5)));
      s6 = s6.add(FloatVector.fromArray(Lanes.FLOATS, x, i + place(6)));
      s7 = s7.add(FloatVector.fromArray(Lanes.FLOATS, x, i + place(7)));
    }
    s0.intoArray(lanes, to);
    s1.intoArray(lanes, to + COUNT);
    s2.intoArray(lanes, to + 2 * COUNT);
    s3.intoArray(lanes, to + 3 * COUNT);
    s4.intoArray(lanes, to + 4 * COUNT);
    s5.intoArray(lanes, to + 5 * COUNT);
    s6.intoArray(lanes, to + 6 * COUNT);
    s7.intoArray(lanes, to + 7 * COUNT);
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
