package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.vector.loop.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * The tile of {@link ProductTile} for sixteen registers: four rows by two vectors, of packed
 * operands.
 *
 * <p>Eight chains hide the latency of fma (4 cycles, two a cycle). Twelve, the choice of assembler
 * for AVX2's sixteen registers, are too many for HotSpot: it moves the loads of later rows upwards,
 * one sum spills, its chain goes through memory, and the tile runs at half its speed, in one
 * version of Java or in another, or after another warm-up. So does this one unrolled by hand. Java
 * 17 takes bounds checks out of a loop only where an index is the counter times a constant, plus
 * what does not change: so a row's values of k lie side by side. Where the counter itself is an
 * index, and rows are a constant apart, a round has six instructions beside the vectors' fourteen;
 * more, and they take longer than the fma.
 */
final class FourRows {
  private static final int LANES = Lanes.COUNT;

  private static final int APART = LeftRows.APART;

  private static final int COLUMNS = ProductTile.COLUMNS;

  private FourRows() {}

  /** Stores the sums of four rows and a panel over {@code depth} values of k. */
  static void multiply(
      float[] a, int atA, float[] b, int atB, int depth, float[] c, int to, int ldc) {
    FloatVector c00 = Lanes.ZERO.broadcast(0f);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    int end = atA + depth;
    int base = atB - atA * COLUMNS;
    for (int i = atA; i < end; i++) {
      FloatVector b0 = FloatVector.fromArray(Lanes.FLOATS, b, base + i * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(Lanes.FLOATS, b, base + i * COLUMNS + LANES);
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
    }
    c00.intoArray(c, to);
    c01.intoArray(c, to + LANES);
    c10.intoArray(c, to + ldc);
    c11.intoArray(c, to + ldc + LANES);
    c20.intoArray(c, to + 2 * ldc);
    c21.intoArray(c, to + 2 * ldc + LANES);
    c30.intoArray(c, to + 3 * ldc);
    c31.intoArray(c, to + 3 * ldc + LANES);
  }
}
