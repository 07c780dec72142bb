package dev.flambeau.cpu.vector.convolution;

import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * A tile of twelve rows by two vectors, whose rows are what taps lie on at one position after the
 * other, read where the images lie: k goes through a table of places. The bounds checks that this
 * costs find room beside the fma, and take less time than packing does. Eight rows by one vector
 * would wait for their own sums.
 */
final class TwelveTaps {
  /** How many taps. */
  static final int COUNT = 12;

  private static final int LANES = Lanes.COUNT;

  private TwelveTaps() {}

  /**
   * Stores the sums of twelve taps and two vectors over {@code depth} positions.
   *
   * @param taps twelve of them
   * @param places of the positions
   * @param b two vectors for each position, one behind the other
   */
  static void multiply(
      float[] values,
      int[] taps,
      int[] places,
      int depth,
      float[] b,
      int atB,
      float[] c,
      int to,
      int ldc) {
    int t0 = taps[0];
    int t1 = taps[1];
    int t2 = taps[2];
    int t3 = taps[3];
    int t4 = taps[4];
    int t5 = taps[5];
    int t6 = taps[6];
    int t7 = taps[7];
    int t8 = taps[8];
    int t9 = taps[9];
    int t10 = taps[10];
    int t11 = taps[11];
    FloatVector c00 = Lanes.ZERO.broadcast(0f);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    FloatVector c40 = c00;
    FloatVector c41 = c00;
    FloatVector c50 = c00;
    FloatVector c51 = c00;
    FloatVector c60 = c00;
    FloatVector c61 = c00;
    FloatVector c70 = c00;
    FloatVector c71 = c00;
    FloatVector c80 = c00;
    FloatVector c81 = c00;
    FloatVector c90 = c00;
    FloatVector c91 = c00;
    FloatVector cA0 = c00;
    FloatVector cA1 = c00;
    FloatVector cB0 = c00;
    FloatVector cB1 = c00;
    for (int k = 0; k < depth; k++) {
      int place = places[k];
      int here = atB + k * 2 * LANES;
      FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, b, here);
      FloatVector b1 = FloatVector.fromArray(Lanes.FLOATS, b, here + LANES);
      FloatVector a0 = Lanes.ZERO.broadcast(values[place + t0]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = Lanes.ZERO.broadcast(values[place + t1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = Lanes.ZERO.broadcast(values[place + t2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = Lanes.ZERO.broadcast(values[place + t3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = Lanes.ZERO.broadcast(values[place + t4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = Lanes.ZERO.broadcast(values[place + t5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = Lanes.ZERO.broadcast(values[place + t6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = Lanes.ZERO.broadcast(values[place + t7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
      FloatVector a8 = Lanes.ZERO.broadcast(values[place + t8]);
      c80 = a8.fma(b0, c80);
      c81 = a8.fma(b1, c81);
      FloatVector a9 = Lanes.ZERO.broadcast(values[place + t9]);
      c90 = a9.fma(b0, c90);
      c91 = a9.fma(b1, c91);
      FloatVector a10 = Lanes.ZERO.broadcast(values[place + t10]);
      cA0 = a10.fma(b0, cA0);
      cA1 = a10.fma(b1, cA1);
      FloatVector a11 = Lanes.ZERO.broadcast(values[place + t11]);
      cB0 = a11.fma(b0, cB0);
      cB1 = a11.fma(b1, cB1);
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c10.intoArray(c, to + ldc);
    c11.intoArray(c, to + ldc + LANES);
    c20.intoArray(c, to + 2 * ldc);
    c21.intoArray(c, to + 2 * ldc + LANES);
    c30.intoArray(c, to + 3 * ldc);
    c31.intoArray(c, to + 3 * ldc + LANES);
    c40.intoArray(c, to + 4 * ldc);
    c41.intoArray(c, to + 4 * ldc + LANES);
    c50.intoArray(c, to + 5 * ldc);
    c51.intoArray(c, to + 5 * ldc + LANES);
    c60.intoArray(c, to + 6 * ldc);
    c61.intoArray(c, to + 6 * ldc + LANES);
    c70.intoArray(c, to + 7 * ldc);
    c71.intoArray(c, to + 7 * ldc + LANES);
    c80.intoArray(c, to + 8 * ldc);
    c81.intoArray(c, to + 8 * ldc + LANES);
    c90.intoArray(c, to + 9 * ldc);
    c91.intoArray(c, to + 9 * ldc + LANES);
    cA0.intoArray(c, to + 10 * ldc);
    cA1.intoArray(c, to + 10 * ldc + LANES);
    cB0.intoArray(c, to + 11 * ldc);
    cB1.intoArray(c, to + 11 * ldc + LANES);
  }

  /** The same for one vector. */
  static void narrow(
      float[] values,
      int[] taps,
      int[] places,
      int depth,
      float[] b,
      int atB,
      float[] c,
      int to,
      int ldc) {
    int t0 = taps[0];
    int t1 = taps[1];
    int t2 = taps[2];
    int t3 = taps[3];
    int t4 = taps[4];
    int t5 = taps[5];
    int t6 = taps[6];
    int t7 = taps[7];
    int t8 = taps[8];
    int t9 = taps[9];
    int t10 = taps[10];
    int t11 = taps[11];
    FloatVector c00 = Lanes.ZERO.broadcast(0f);
    FloatVector c10 = c00;
    FloatVector c20 = c00;
    FloatVector c30 = c00;
    FloatVector c40 = c00;
    FloatVector c50 = c00;
    FloatVector c60 = c00;
    FloatVector c70 = c00;
    FloatVector c80 = c00;
    FloatVector c90 = c00;
    FloatVector cA0 = c00;
    FloatVector cB0 = c00;
    for (int k = 0; k < depth; k++) {
      int place = places[k];
      FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, b, atB + k * LANES);
      FloatVector a0 = Lanes.ZERO.broadcast(values[place + t0]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = Lanes.ZERO.broadcast(values[place + t1]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = Lanes.ZERO.broadcast(values[place + t2]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = Lanes.ZERO.broadcast(values[place + t3]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = Lanes.ZERO.broadcast(values[place + t4]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = Lanes.ZERO.broadcast(values[place + t5]);
      c50 = a5.fma(b0, c50);
      FloatVector a6 = Lanes.ZERO.broadcast(values[place + t6]);
      c60 = a6.fma(b0, c60);
      FloatVector a7 = Lanes.ZERO.broadcast(values[place + t7]);
      c70 = a7.fma(b0, c70);
      FloatVector a8 = Lanes.ZERO.broadcast(values[place + t8]);
      c80 = a8.fma(b0, c80);
      FloatVector a9 = Lanes.ZERO.broadcast(values[place + t9]);
      c90 = a9.fma(b0, c90);
      FloatVector a10 = Lanes.ZERO.broadcast(values[place + t10]);
      cA0 = a10.fma(b0, cA0);
      FloatVector a11 = Lanes.ZERO.broadcast(values[place + t11]);
      cB0 = a11.fma(b0, cB0);
    }
    c00.intoArray(c, to);
    c10.intoArray(c, to + ldc);
    c20.intoArray(c, to + 2 * ldc);
    c30.intoArray(c, to + 3 * ldc);
    c40.intoArray(c, to + 4 * ldc);
    c50.intoArray(c, to + 5 * ldc);
    c60.intoArray(c, to + 6 * ldc);
    c70.intoArray(c, to + 7 * ldc);
    c80.intoArray(c, to + 8 * ldc);
    c90.intoArray(c, to + 9 * ldc);
    cA0.intoArray(c, to + 10 * ldc);
    cB0.intoArray(c, to + 11 * ldc);
  }
}
