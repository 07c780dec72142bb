package dev.flambeau.cpu.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loop of a product: four rows by two vectors of the output, from packed operands.
 *
 * <pre>
 *                                       one k of a panel of b
 *                                          │ b0  │ b1  │
 *    one k of four rows of a    a0 ──────  │ c00 │ c01 │     cij = fma(ai, bj, cij),
 *                               a1 ──────  │ c10 │ c11 │     k ascending, from +0
 *                               a2 ──────  │ c20 │ c21 │
 *                               a3 ──────  │ c30 │ c31 │
 * </pre>
 *
 * <p>Eight chains hide the latency of fma (4 cycles, two a cycle). Twelve, the choice of assembler
 * for AVX2's sixteen registers, are too many for HotSpot: it moves the loads of later rows upwards,
 * one sum spills, its chain goes through memory, and the tile runs at half its speed, in one
 * version of Java or in another, or after another warm-up. So does this one unrolled by hand. Java
 * 17 takes bounds checks out of a loop only where an index is the counter times a constant, plus
 * what does not change: so a row's values of k lie side by side.
 */
final class ProductTile {
  /** Rows of the output. */
  static final int ROWS = 4;

  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
  private static final int LANES = Lanes.COUNT;

  /** Columns of the output. */
  static final int COLUMNS = 2 * LANES;

  private ProductTile() {}

  /**
   * Stores the sums over {@code depth} values of k at {@code c[to]}, its rows {@code stride} apart;
   * those of a are {@code apart}.
   */
  static void multiply(
      float[] a, int atA, int apart, float[] b, int atB, int depth, float[] c, int to, int stride) {
    int at1 = atA + apart;
    int at2 = at1 + apart;
    int at3 = at2 + apart;
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = c00;
    FloatVector c10 = c00;
    FloatVector c11 = c00;
    FloatVector c20 = c00;
    FloatVector c21 = c00;
    FloatVector c30 = c00;
    FloatVector c31 = c00;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, atB + k * COLUMNS);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, atB + k * COLUMNS + LANES);
      FloatVector a0 = FloatVector.broadcast(FLOATS, a[atA + k]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(FLOATS, a[at1 + k]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(FLOATS, a[at2 + k]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(FLOATS, a[at3 + k]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    store(c00, c01, c, to);
    store(c10, c11, c, to + stride);
    store(c20, c21, c, to + 2 * stride);
    store(c30, c31, c, to + 3 * stride);
  }

  private static void store(FloatVector left, FloatVector right, float[] c, int to) {
    left.intoArray(c, to);
    right.intoArray(c, to + LANES);
  }
}
