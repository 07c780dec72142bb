package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.product.Matrix;

/**
 * A right operand of no more than one leaf, packed as a whole, for many rows to be multiplied by.
 *
 * @param array the panels, one behind the other
 * @param depth rows of the operand: values of k
 * @param columns columns of the operand
 */
public record PackedOperand(float[] array, int depth, int columns) {
  private static final int WIDTH = ProductTile.COLUMNS;

  /** Packs an operand in an array that has room for {@link RightPanels#floats}. */
  public static PackedOperand of(Matrix b, float[] array) {
    for (int column = 0; column < b.columns(); column += WIDTH) {
      RightPanels.pack(b, column, 0, b.rows(), array, column * b.rows());
    }
    return new PackedOperand(array, b.rows(), b.columns());
  }

  /** How far rows of a product are from each other: whole panels. */
  public int stride() {
    return RightPanels.panels(columns) * WIDTH;
  }

  /** The product of the rows of one tile, to {@code c[to]}. */
  public void multiply(float[] a, int at, int lda, float[] c, int to) {
    for (int column = 0; column < columns; column += WIDTH) {
      int width = RightPanels.width(columns, column);
      int from = column * depth;
      ProductTile.multiply(a, at, lda, array, from, width, width, depth, c, to + column, stride());
    }
  }
}
