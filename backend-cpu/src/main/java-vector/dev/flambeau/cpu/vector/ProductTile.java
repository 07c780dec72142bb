package dev.flambeau.cpu.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

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
 * what does not change: so a row's values of k lie side by side. Where the counter itself is an
 * index, and rows are a constant apart, a round has six instructions beside the vectors' fourteen;
 * more, and they take longer than the fma. And it inlines a method of ours after the loop only
 * where it has been called some hundred times before the loop is compiled, which a long one is not:
 * so there is none.
 */
final class ProductTile {
  /** Rows of the output. */
  static final int ROWS = 4;

  private static final int LANES = Lanes.COUNT;

  private static final int APART = LeftRows.APART;

  /** Columns of the output. */
  static final int COLUMNS = 2 * LANES;

  /** Terms that change nothing: −0, for +0 would turn a sum of −0 into +0. */
  static final float[] NO_TERMS = noTerms();

  private ProductTile() {}

  private static float[] noTerms() {
    float[] none = new float[COLUMNS];
    Arrays.fill(none, -0f);
    return none;
  }

  /**
   * Stores the sums over {@code depth} values of k, each plus a term, at {@code c[to]}.
   *
   * @param a rows {@link LeftRows#APART} apart
   * @param terms what is added last, rows {@code termStride} apart
   * @param stride how far rows of c are from each other
   */
  static void multiply(
      float[] a,
      int atA,
      float[] b,
      int atB,
      int depth,
      float[] terms,
      int atTerms,
      int termStride,
      float[] c,
      int to,
      int stride) {
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
    int at = atTerms;
    int row = to;
    c00.add(FloatVector.fromArray(Lanes.FLOATS, terms, at)).intoArray(c, row);
    c01.add(FloatVector.fromArray(Lanes.FLOATS, terms, at + LANES)).intoArray(c, row + LANES);
    at += termStride;
    row += stride;
    c10.add(FloatVector.fromArray(Lanes.FLOATS, terms, at)).intoArray(c, row);
    c11.add(FloatVector.fromArray(Lanes.FLOATS, terms, at + LANES)).intoArray(c, row + LANES);
    at += termStride;
    row += stride;
    c20.add(FloatVector.fromArray(Lanes.FLOATS, terms, at)).intoArray(c, row);
    c21.add(FloatVector.fromArray(Lanes.FLOATS, terms, at + LANES)).intoArray(c, row + LANES);
    at += termStride;
    row += stride;
    c30.add(FloatVector.fromArray(Lanes.FLOATS, terms, at)).intoArray(c, row);
    c31.add(FloatVector.fromArray(Lanes.FLOATS, terms, at + LANES)).intoArray(c, row + LANES);
  }
}
