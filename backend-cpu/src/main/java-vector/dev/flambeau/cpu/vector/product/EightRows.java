package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * The tile of {@link ProductTile} for 512 bits and 32 registers: eight rows by two vectors, or by
 * one at the output's right edge.
 *
 * <p>A round of sixteen fma takes eight cycles, which leaves room for the addresses of rows that
 * lie anywhere, each with its values of k side by side: so a may lie where it is. Where it is
 * packed, rows are a constant apart: eight addresses are one register then, and the round is a
 * tenth faster.
 *
 * <p>C1 runs out of virtual registers where there is more than this, and then leaves the method
 * without a profile, so that C2 may never compile it: so it does with twelve rows, and with these
 * eight where each sum is also added to something. Sums that go on begin as a load gives them:
 * loops only pass them to fma, and so need not know their class.
 */
final class EightRows {
  private static final int LANES = Lanes.COUNT;

  private static final int APART = LeftRows.APART;

  private EightRows() {}

  /** Stores the sums of eight rows and two vectors over {@code depth} values of k. */
  static void multiply(
      float[] a,
      int atA,
      int lda,
      float[] b,
      int atB,
      int ldb,
      int depth,
      float[] c,
      int to,
      int ldc) {
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
    int end = atA + depth;
    int base = atB - atA * ldb;
    for (int i = atA; i < end; i++) {
      int here = base + i * ldb;
      FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, b, here);
      FloatVector b1 = FloatVector.fromArray(Lanes.FLOATS, b, here + LANES);
      FloatVector a0 = Lanes.ZERO.broadcast(a[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = Lanes.ZERO.broadcast(a[i + lda]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = Lanes.ZERO.broadcast(a[i + 2 * lda]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = Lanes.ZERO.broadcast(a[i + 3 * lda]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = Lanes.ZERO.broadcast(a[i + 4 * lda]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = Lanes.ZERO.broadcast(a[i + 5 * lda]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = Lanes.ZERO.broadcast(a[i + 6 * lda]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = Lanes.ZERO.broadcast(a[i + 7 * lda]);
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

  /**
   * Goes on with the sums of eight packed rows, which are a constant apart.
   *
   * @param p the sums so far, from one on, rows {@code ldp} apart
   */
  static void packed(
      float[] a,
      int atA,
      float[] b,
      int atB,
      int ldb,
      int depth,
      float[] p,
      int from,
      int ldp,
      float[] c,
      int to,
      int ldc) {
    FloatVector c00 = FloatVector.fromArray(Lanes.FLOATS, p, from);
    FloatVector c01 = FloatVector.fromArray(Lanes.FLOATS, p, from + LANES);
    FloatVector c10 = FloatVector.fromArray(Lanes.FLOATS, p, from + ldp);
    FloatVector c11 = FloatVector.fromArray(Lanes.FLOATS, p, from + ldp + LANES);
    FloatVector c20 = FloatVector.fromArray(Lanes.FLOATS, p, from + 2 * ldp);
    FloatVector c21 = FloatVector.fromArray(Lanes.FLOATS, p, from + 2 * ldp + LANES);
    FloatVector c30 = FloatVector.fromArray(Lanes.FLOATS, p, from + 3 * ldp);
    FloatVector c31 = FloatVector.fromArray(Lanes.FLOATS, p, from + 3 * ldp + LANES);
    FloatVector c40 = FloatVector.fromArray(Lanes.FLOATS, p, from + 4 * ldp);
    FloatVector c41 = FloatVector.fromArray(Lanes.FLOATS, p, from + 4 * ldp + LANES);
    FloatVector c50 = FloatVector.fromArray(Lanes.FLOATS, p, from + 5 * ldp);
    FloatVector c51 = FloatVector.fromArray(Lanes.FLOATS, p, from + 5 * ldp + LANES);
    FloatVector c60 = FloatVector.fromArray(Lanes.FLOATS, p, from + 6 * ldp);
    FloatVector c61 = FloatVector.fromArray(Lanes.FLOATS, p, from + 6 * ldp + LANES);
    FloatVector c70 = FloatVector.fromArray(Lanes.FLOATS, p, from + 7 * ldp);
    FloatVector c71 = FloatVector.fromArray(Lanes.FLOATS, p, from + 7 * ldp + LANES);
    int end = atA + depth;
    int base = atB - atA * ldb;
    for (int i = atA; i < end; i++) {
      int here = base + i * ldb;
      FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, b, here);
      FloatVector b1 = FloatVector.fromArray(Lanes.FLOATS, b, here + LANES);
      FloatVector a0 = Lanes.ZERO.broadcast(a[i]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = Lanes.ZERO.broadcast(a[i + APART]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = Lanes.ZERO.broadcast(a[i + 2 * APART]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = Lanes.ZERO.broadcast(a[i + 3 * APART]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = Lanes.ZERO.broadcast(a[i + 4 * APART]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = Lanes.ZERO.broadcast(a[i + 5 * APART]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = Lanes.ZERO.broadcast(a[i + 6 * APART]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = Lanes.ZERO.broadcast(a[i + 7 * APART]);
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
      float[] a,
      int atA,
      int lda,
      float[] b,
      int atB,
      int ldb,
      int depth,
      float[] c,
      int to,
      int ldc) {
    FloatVector c00 = Lanes.ZERO.broadcast(0f);
    FloatVector c10 = c00;
    FloatVector c20 = c00;
    FloatVector c30 = c00;
    FloatVector c40 = c00;
    FloatVector c50 = c00;
    FloatVector c60 = c00;
    FloatVector c70 = c00;
    int end = atA + depth;
    int base = atB - atA * ldb;
    for (int i = atA; i < end; i++) {
      int here = base + i * ldb;
      FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, b, here);
      FloatVector a0 = Lanes.ZERO.broadcast(a[i]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = Lanes.ZERO.broadcast(a[i + lda]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = Lanes.ZERO.broadcast(a[i + 2 * lda]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = Lanes.ZERO.broadcast(a[i + 3 * lda]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = Lanes.ZERO.broadcast(a[i + 4 * lda]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = Lanes.ZERO.broadcast(a[i + 5 * lda]);
      c50 = a5.fma(b0, c50);
      FloatVector a6 = Lanes.ZERO.broadcast(a[i + 6 * lda]);
      c60 = a6.fma(b0, c60);
      FloatVector a7 = Lanes.ZERO.broadcast(a[i + 7 * lda]);
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
