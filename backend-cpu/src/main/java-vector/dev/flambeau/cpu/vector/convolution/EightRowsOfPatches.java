package dev.flambeau.cpu.vector.convolution;

import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * A tile of eight rows by three vectors, which are read where images lie: k goes through a table of
 * taps, and each vector is so many positions side by side in a row of an image. That costs bounds
 * checks that packed panels do not, and no packing; the third vector makes up for them.
 */
final class EightRowsOfPatches {
  private EightRowsOfPatches() {}

  /**
   * Stores the sums of eight rows and three vectors over {@code depth} taps from one on.
   *
   * @param a rows whose values of k lie side by side, {@code lda} from each other
   * @param left where the first vector lies for a tap of 0, then the second one and the third
   */
  static void multiply(
      float[] a,
      int atA,
      int lda,
      float[] values,
      int[] taps,
      int first,
      int left,
      int middle,
      int right,
      int depth,
      float[] c,
      int to,
      int ldc) {
    FloatVector c00 = Lanes.ZERO.broadcast(0f);
    FloatVector c01 = c00;
    FloatVector c02 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c12 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c22 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    FloatVector c32 = c00;
    FloatVector c40 = c00;
    FloatVector c41 = c00;
    FloatVector c42 = c00;
    FloatVector c50 = c00;
    FloatVector c51 = c00;
    FloatVector c52 = c00;
    FloatVector c60 = c00;
    FloatVector c61 = c00;
    FloatVector c62 = c00;
    FloatVector c70 = c00;
    FloatVector c71 = c00;
    FloatVector c72 = c00;
    int base = atA - first;
    int end = first + depth;
    for (int k = first; k < end; k++) {
      int tap = taps[k];
      int i = base + k;
      FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, values, tap + left);
      FloatVector b1 = FloatVector.fromArray(Lanes.FLOATS, values, tap + middle);
      FloatVector b2 = FloatVector.fromArray(Lanes.FLOATS, values, tap + right);
      FloatVector a0 = Lanes.ZERO.broadcast(a[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = Lanes.ZERO.broadcast(a[i + lda]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = Lanes.ZERO.broadcast(a[i + 2 * lda]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = Lanes.ZERO.broadcast(a[i + 3 * lda]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      FloatVector a4 = Lanes.ZERO.broadcast(a[i + 4 * lda]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      FloatVector a5 = Lanes.ZERO.broadcast(a[i + 5 * lda]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      FloatVector a6 = Lanes.ZERO.broadcast(a[i + 6 * lda]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      c62 = a6.fma(b2, c62);
      FloatVector a7 = Lanes.ZERO.broadcast(a[i + 7 * lda]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
      c72 = a7.fma(b2, c72);
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + Lanes.COUNT);
    c02.intoArray(c, to + 2 * Lanes.COUNT);
    c10.intoArray(c, to + ldc);
    c11.intoArray(c, to + ldc + Lanes.COUNT);
    c12.intoArray(c, to + ldc + 2 * Lanes.COUNT);
    c20.intoArray(c, to + 2 * ldc);
    c21.intoArray(c, to + 2 * ldc + Lanes.COUNT);
    c22.intoArray(c, to + 2 * ldc + 2 * Lanes.COUNT);
    c30.intoArray(c, to + 3 * ldc);
    c31.intoArray(c, to + 3 * ldc + Lanes.COUNT);
    c32.intoArray(c, to + 3 * ldc + 2 * Lanes.COUNT);
    c40.intoArray(c, to + 4 * ldc);
    c41.intoArray(c, to + 4 * ldc + Lanes.COUNT);
    c42.intoArray(c, to + 4 * ldc + 2 * Lanes.COUNT);
    c50.intoArray(c, to + 5 * ldc);
    c51.intoArray(c, to + 5 * ldc + Lanes.COUNT);
    c52.intoArray(c, to + 5 * ldc + 2 * Lanes.COUNT);
    c60.intoArray(c, to + 6 * ldc);
    c61.intoArray(c, to + 6 * ldc + Lanes.COUNT);
    c62.intoArray(c, to + 6 * ldc + 2 * Lanes.COUNT);
    c70.intoArray(c, to + 7 * ldc);
    c71.intoArray(c, to + 7 * ldc + Lanes.COUNT);
    c72.intoArray(c, to + 7 * ldc + 2 * Lanes.COUNT);
  }
}
