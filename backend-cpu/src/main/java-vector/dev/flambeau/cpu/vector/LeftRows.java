package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.cpu.parallel.Product;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A block of rows of a product's left operand, one leaf of them, packed as {@link ProductTile}
 * reads it: each row's values of k side by side, rows a constant apart, as many of them as fill the
 * last tile. Those that the matrix lacks are +0, and their sums are dropped.
 */
final class LeftRows {
  /** The most rows of a block: of the longest leaf 260 KB, which the second-level cache holds. */
  private static final int ROWS = 64;

  /** A leaf and a cache line more, so that rows of a tile do not meet in one set of the cache. */
  static final int APART = Product.LEAF + 16;

  private static final int TILE = ProductTile.ROWS;

  private static final int FOUR = 4;

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final float[] array = new float[ROWS * APART];

  // What is in it.
  private long leaf;
  private int first;

  /** A number for one leaf of one product, which no other one has. */
  static long number() {
    return NUMBERS.incrementAndGet();
  }

  /** How many rows to take together, so that there are two blocks for each thread. */
  static int height(int rows, int threads) {
    int share = (rows + 2 * threads - 1) / (2 * threads);
    return Math.min((share + TILE - 1) / TILE * TILE, ROWS);
  }

  float[] array() {
    return array;
  }

  /**
   * Packs a block of rows, unless it is there already.
   *
   * @param leafNumber whose they are
   */
  void pack(long leafNumber, Matrix matrix, int firstRow, int endRow, int firstK, int depth) {
    if (leaf == leafNumber && first == firstRow) {
      return;
    }
    leaf = leafNumber;
    first = firstRow;
    for (int row = firstRow; row < endRow; row += TILE) {
      packTile(matrix, row, firstK, depth, (row - firstRow) * APART);
    }
  }

  private void packTile(Matrix matrix, int row, int firstK, int depth, int to) {
    int rows = Math.min(TILE, matrix.rows() - row);
    for (int i = rows; i < TILE; i++) {
      Arrays.fill(array, to + i * APART, to + i * APART + depth, 0f);
    }
    if (matrix.columnStride() == 1) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(matrix.array(), matrix.at(row + i, firstK), array, to + i * APART, depth);
      }
    } else if (rows == TILE) {
      for (int i = 0; i < rows; i += FOUR) {
        gatherFour(matrix, matrix.at(row + i, firstK), depth, array, to + i * APART);
      }
    } else {
      for (int i = 0; i < rows; i++) {
        gather(matrix, matrix.at(row + i, firstK), depth, array, to + i * APART);
      }
    }
  }

  private static void gather(Matrix matrix, int from, int depth, float[] array, int to) {
    float[] source = matrix.array();
    int step = matrix.columnStride();
    for (int k = 0; k < depth; k++) {
      array[to + k] = source[from + k * step];
    }
  }

  /** Rows that lie side by side: each cache line of the source is read once for all of them. */
  private static void gatherFour(Matrix matrix, int from, int depth, float[] array, int to) {
    float[] source = matrix.array();
    int step = matrix.columnStride();
    int apart = matrix.rowStride();
    for (int k = 0; k < depth; k++) {
      int at = from + k * step;
      array[to + k] = source[at];
      array[to + k + APART] = source[at + apart];
      array[to + k + 2 * APART] = source[at + 2 * apart];
      array[to + k + 3 * APART] = source[at + 3 * apart];
    }
  }
}
