package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * The tile of {@link EightRows} for a left operand that lies transposed: its rows side by side for
 * each k, in panels that {@link LeftRows} packs, since HotSpot takes bounds checks out of a loop
 * only where an index is the counter times a constant, plus what does not change.
 */
final class EightColumns {
  private static final int LANES = Lanes.COUNT;

  private static final int PANEL = LeftRows.PANEL;

  private EightColumns() {}

  /** Stores the sums of eight rows and two vectors over {@code depth} values of k. */
  static void multiply(
      float[] a, int atA, float[] b, int atB, int ldb, int depth, float[] c, int to, int ldc) {
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
    for (int k = 0; k < depth; k++) {
      int here = atB + k * ldb;
      int i = atA + k * PANEL;
      FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, b, here);
      FloatVector b1 = FloatVector.fromArray(Lanes.FLOATS, b, here + LANES);
      FloatVector a0 = Lanes.ZERO.broadcast(a[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = Lanes.ZERO.broadcast(a[i + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = Lanes.ZERO.broadcast(a[i + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = Lanes.ZERO.broadcast(a[i + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = Lanes.ZERO.broadcast(a[i + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = Lanes.ZERO.broadcast(a[i + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = Lanes.ZERO.broadcast(a[i + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = Lanes.ZERO.broadcast(a[i + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
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
  }

  /** The same for one vector. */
  static void narrow(
      float[] a, int atA, float[] b, int atB, int ldb, int depth, float[] c, int to, int ldc) {
    FloatVector c00 = Lanes.ZERO.broadcast(0f);
    FloatVector c10 = c00;
    FloatVector c20 = c00;
    FloatVector c30 = c00;
    FloatVector c40 = c00;
    FloatVector c50 = c00;
    FloatVector c60 = c00;
    FloatVector c70 = c00;
    for (int k = 0; k < depth; k++) {
      int here = atB + k * ldb;
      int i = atA + k * PANEL;
      FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, b, here);
      FloatVector a0 = Lanes.ZERO.broadcast(a[i]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = Lanes.ZERO.broadcast(a[i + 1]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = Lanes.ZERO.broadcast(a[i + 2]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = Lanes.ZERO.broadcast(a[i + 3]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = Lanes.ZERO.broadcast(a[i + 4]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = Lanes.ZERO.broadcast(a[i + 5]);
      c50 = a5.fma(b0, c50);
      FloatVector a6 = Lanes.ZERO.broadcast(a[i + 6]);
      c60 = a6.fma(b0, c60);
      FloatVector a7 = Lanes.ZERO.broadcast(a[i + 7]);
      c70 = a7.fma(b0, c70);
    }
    c00.intoArray(c, to);
    c10.intoArray(c, to + ldc);
    c20.intoArray(c, to + 2 * ldc);
    c30.intoArray(c, to + 3 * ldc);
    c40.intoArray(c, to + 4 * ldc);
    c50.intoArray(c, to + 5 * ldc);
    c60.intoArray(c, to + 6 * ldc);
    c70.intoArray(c, to + 7 * ldc);
  }
}
