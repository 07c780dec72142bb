package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.vector.loop.Lanes;

/**
 * The innermost loop of a product: a few rows by two vectors of the output.
 *
 * <pre>
 *                                       one k of two vectors of b
 *                                          │ b0  │ b1  │
 *    one k of some rows of a    a0 ──────  │ c00 │ c01 │     cij = fma(ai, bj, cij),
 *                               a1 ──────  │ c10 │ c11 │     k ascending, from +0
 *                               …          │  …  │  …  │
 * </pre>
 *
 * <p>How many rows depends on the registers that there are for sums. The sums are stored as they
 * are: what is added to them is added by {@link LeafSums}, since every op on a sum behind the loop
 * makes it less likely that HotSpot compiles the loop well. Those of whole tall tiles of packed
 * rows begin as they lie in memory, zeros or the sums so far, which costs short sums some of their
 * time.
 */
public final class ProductTile {
  /** Whether there are 32 registers, of 512 bits. */
  public static final boolean IS_TALL = Lanes.FLOATS.vectorBitSize() == 512;

  /** Rows of the output. */
  public static final int ROWS = IS_TALL ? 8 : 4;

  /** Columns of the output. */
  public static final int COLUMNS = 2 * Lanes.COUNT;

  /** Sums of which there are none yet, for any row. */
  private static final float[] NO_SUMS = new float[COLUMNS];

  private ProductTile() {}

  /**
   * Stores the sums over {@code depth} values of k at {@code c[to]}.
   *
   * @param a rows whose values of k lie side by side, or a panel
   * @param lda how far rows of a are from each other; unless tiles are tall, {@link
   *     LeftRows#APART}; {@link LeftRows#SIDE_BY_SIDE} in a panel
   * @param ldb how far one k of b is from the next; unless tiles are tall, {@link #COLUMNS}
   * @param width columns of the tile: {@link RightPanels#width}
   * @param ldc how far rows of c are from each other
   */
  public static void multiply(
      float[] a,
      int atA,
      int lda,
      float[] b,
      int atB,
      int ldb,
      int width,
      int depth,
      float[] c,
      int to,
      int ldc) {
    if (!IS_TALL) {
      FourRows.multiply(a, atA, b, atB, depth, c, to, ldc);
    } else if (lda == LeftRows.SIDE_BY_SIDE && width == COLUMNS) {
      EightColumns.multiply(a, atA, b, atB, ldb, depth, c, to, ldc);
    } else if (lda == LeftRows.SIDE_BY_SIDE) {
      EightColumns.narrow(a, atA, b, atB, ldb, depth, c, to, ldc);
    } else if (goesOn(lda, width)) {
      EightRows.packed(a, atA, b, atB, ldb, depth, NO_SUMS, 0, 0, c, to, ldc);
    } else if (width == COLUMNS) {
      EightRows.multiply(a, atA, lda, b, atB, ldb, depth, c, to, ldc);
    } else {
      EightRows.narrow(a, atA, lda, b, atB, ldb, depth, c, to, ldc);
    }
  }

  /** Whether {@link #proceed} takes such tiles. */
  static boolean goesOn(int lda, int width) {
    return IS_TALL && lda == LeftRows.APART && width == COLUMNS;
  }

  /**
   * Goes on with the sums that are at {@code c[to]}, where {@link #goesOn}: a chain knows no end of
   * a call. The rest is as in {@link #multiply}.
   */
  static void proceed(
      float[] a, int atA, float[] b, int atB, int ldb, int depth, float[] c, int to, int ldc) {
    EightRows.packed(a, atA, b, atB, ldb, depth, c, to, ldc, c, to, ldc);
  }
}
