package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.vector.loop.Lanes;
import dev.flambeau.op.Contraction;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A block of rows of a product's left operand, one leaf of them, packed as {@link ProductTile}
 * reads it: each row's values of k side by side, rows a constant apart, or in panels; as many of
 * them as fill the last tile. Those that the matrix lacks are +0, and their sums are dropped.
 */
public final class LeftRows {
  /** How many times as many columns as rows are so many more. */
  private static final int WIDE = 2;

  /** A leaf and a cache line more, so that rows of a tile do not meet in one set of the cache. */
  public static final int APART = Contraction.LEAF + 16;

  /** Rows side by side, for each k, where they lie so in the matrix and tiles are tall. */
  static final int PANEL = 2 * ProductTile.ROWS;

  /** In place of how far rows are from each other, where they are in such panels. */
  static final int SIDE_BY_SIDE = 0;

  private static final int TILE = ProductTile.ROWS;

  private static final int FOUR = 4;

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final float[] array;

  // What is in it.
  private long leaf;
  private int first;

  /**
   * @param rows the most that there will be
   */
  LeftRows(int rows) {
    array = new float[rows * APART];
  }

  /** A number for one leaf of one product, which no other one has. */
  static long number() {
    return NUMBERS.incrementAndGet();
  }

  /**
   * How many rows to take together: so many that there are two blocks for each thread; or all,
   * where one block holds them and the columns are many more. Threads then share out the columns
   * alone, and each multiplies the panels that it has packed, which are in its cache.
   *
   * @param most rows that are taken together
   */
  static int height(int rows, int columns, int threads, int most) {
    boolean areFew = rows <= most && columns >= WIDE * rows;
    int share = areFew ? rows : (rows + 2 * threads - 1) / (2 * threads);
    return Math.min((share + TILE - 1) / TILE * TILE, most);
  }

  float[] array() {
    return array;
  }

  /** How rows of a matrix come to lie: a distance, or {@link #SIDE_BY_SIDE}. */
  static int stride(Matrix matrix) {
    boolean isTransposed = matrix.rowStride() == 1 && matrix.columnStride() != 1;
    return ProductTile.IS_TALL && isTransposed ? SIDE_BY_SIDE : APART;
  }

  /** Where the tile lies that begins with a row of the block. */
  static int tile(int row, int stride) {
    return stride == SIDE_BY_SIDE
        ? row / PANEL * PANEL * Contraction.LEAF + row % PANEL
        : row * stride;
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
    if (stride(matrix) == SIDE_BY_SIDE) {
      for (int row = firstRow; row < endRow; row += PANEL) {
        packPanel(matrix, row, firstK, depth, tile(row - firstRow, SIDE_BY_SIDE));
      }
    } else {
      for (int row = firstRow; row < endRow; row += TILE) {
        packTile(matrix, row, firstK, depth, tile(row - firstRow, APART));
      }
    }
  }

  /** May take more rows than its block has; they are not read. */
  private void packPanel(Matrix matrix, int row, int firstK, int depth, int to) {
    int rows = Math.min(PANEL, matrix.rows() - row);
    float[] source = matrix.array();
    int from = matrix.at(row, firstK);
    int step = matrix.columnStride();
    if (rows == PANEL) {
      copy(source, from, step, depth, array, to);
      return;
    }
    for (int k = 0; k < depth; k++) {
      for (int i = 0; i < PANEL; i++) {
        array[to + k * PANEL + i] = i < rows ? source[from + k * step + i] : 0f;
      }
    }
  }

  /** A panel is as wide as a vector. */
  private static void copy(float[] source, int from, int step, int depth, float[] array, int to) {
    for (int k = 0; k < depth; k++) {
      Lanes.load(source, from + k * step).intoArray(array, to + k * PANEL);
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
