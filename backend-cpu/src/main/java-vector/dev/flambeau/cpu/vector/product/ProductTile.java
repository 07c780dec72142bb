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
 * <p>How many rows depends on the registers that there are for sums. Sums begin as they lie in
 * memory, zeros or those so far, and are stored as they are: what is added to them is added by
 * {@link LeafSums}, since every op on a sum outside the loop makes it less likely that HotSpot
 * compiles the loop well.
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
    run(a, atA, lda, b, atB, ldb, width, depth, NO_SUMS, 0, 0, c, to, ldc);
  }

  /** The same, going on with the sums that are at {@code c[to]}: a chain knows no end of a call. */
  static void proceed(
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
    run(a, atA, lda, b, atB, ldb, width, depth, c, to, ldc, c, to, ldc);
  }

  private static void run(
      float[] a,
      int atA,
      int lda,
      float[] b,
      int atB,
      int ldb,
      int width,
      int depth,
      float[] p,
      int from,
      int ldp,
      float[] c,
      int to,
      int ldc) {
    if (!IS_TALL) {
      FourRows.multiply(a, atA, b, atB, depth, p, from, ldp, c, to, ldc);
    } else if (lda == LeftRows.SIDE_BY_SIDE && width == COLUMNS) {
      EightColumns.multiply(a, atA, b, atB, ldb, depth, p, from, ldp, c, to, ldc);
    } else if (lda == LeftRows.SIDE_BY_SIDE) {
      EightColumns.narrow(a, atA, b, atB, ldb, depth, p, from, ldp, c, to, ldc);
    } else if (width != COLUMNS) {
      EightRows.narrow(a, atA, lda, b, atB, ldb, depth, p, from, ldp, c, to, ldc);
    } else if (lda == LeftRows.APART) {
      EightRows.packed(a, atA, b, atB, ldb, depth, p, from, ldp, c, to, ldc);
    } else {
      EightRows.multiply(a, atA, lda, b, atB, ldb, depth, p, from, ldp, c, to, ldc);
    }
  }
}
