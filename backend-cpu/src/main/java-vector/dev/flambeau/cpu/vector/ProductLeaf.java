package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * What one leaf of k contributes to a product.
 *
 * @param isFirst whether c holds nothing yet
 * @param bias what is added with the last leaf, if there is something: a matrix like c, that
 *     repeats one row or one column
 */
record ProductLeaf(
    LeftRows left, RightPanels right, Matrix c, boolean isFirst, @Nullable Matrix bias) {
  private static final int ROWS = ProductTile.ROWS;
  private static final int COLUMNS = ProductTile.COLUMNS;

  /** Scratch for one tile. */
  static float[] tile() {
    return new float[ROWS * COLUMNS];
  }

  /** Some tiles of the output, row by row. */
  void multiply(int firstTile, int endTile, int firstPanel, int endPanel, float[] scratch) {
    for (int tile = firstTile; tile < endTile; tile++) {
      for (int panel = firstPanel; panel < endPanel; panel++) {
        multiply(tile, panel, scratch);
      }
    }
  }

  private void multiply(int tile, int panel, float[] scratch) {
    int row = tile * ROWS;
    int column = panel * COLUMNS;
    int rows = Math.min(ROWS, c.rows() - row);
    int columns = Math.min(COLUMNS, c.columns() - column);
    boolean isWhole = rows == ROWS && columns == COLUMNS;
    if (isFirst && isWhole && c.columnStride() == 1) {
      multiply(tile, panel, c.array(), c.at(row, column), c.rowStride());
    } else {
      multiply(tile, panel, scratch, 0, COLUMNS);
      merge(new Matrix(scratch, 0, rows, columns, COLUMNS, 1), row, column, isFirst);
    }
    if (bias != null) {
      int from = bias.at(row, column);
      merge(
          new Matrix(bias.array(), from, rows, columns, bias.rowStride(), bias.columnStride()),
          row,
          column,
          false);
    }
  }

  private void multiply(int tile, int panel, float[] target, int to, int stride) {
    ProductTile.multiply(
        left.array(),
        left.at(tile),
        right.array(),
        right.at(panel),
        left.depth(),
        target,
        to,
        stride);
  }

  /** Puts terms in their place in c, or adds them to what is there. */
  private void merge(Matrix terms, int row, int column, boolean isFirst) {
    for (int i = 0; i < terms.rows(); i++) {
      int to = c.at(row + i, column);
      int from = terms.at(i, 0);
      if (c.columnStride() == 1 && terms.columnStride() == 1) {
        mergeRun(terms.array(), from, to, terms.columns(), isFirst);
      } else {
        mergeEach(terms, from, to, isFirst);
      }
    }
  }

  private void mergeRun(float[] terms, int from, int to, int count, boolean isFirst) {
    float[] sums = c.array();
    if (isFirst) {
      System.arraycopy(terms, from, sums, to, count);
    } else {
      BinaryVector.add(sums, to, 1, terms, from, 1, sums, to, count);
    }
  }

  private void mergeEach(Matrix terms, int from, int to, boolean isFirst) {
    float[] sums = c.array();
    for (int j = 0; j < terms.columns(); j++) {
      int at = to + j * c.columnStride();
      float term = terms.array()[from + j * terms.columnStride()];
      sums[at] = isFirst ? term : sums[at] + term;
    }
  }
}
