package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * One leaf of a product's right operand, packed as {@link ProductTile} reads it: in panels as wide
 * as a tile, in a panel k by k. Columns that the matrix lacks are +0, and their sums are dropped.
 */
public final class RightPanels {
  private static final int WIDTH = ProductTile.COLUMNS;

  private static final int FOUR = 4;

  private RightPanels() {}

  /** How many panels lie side by side. */
  static int panels(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /** How many floats hold so many columns. */
  public static int floats(int columns, int depth) {
    return panels(columns) * WIDTH * depth;
  }

  /** How wide the panel is that begins at a column: tall tiles come narrow, too. */
  public static int width(int columns, int column) {
    boolean isNarrow = ProductTile.IS_TALL && columns - column <= Lanes.COUNT;
    return isNarrow ? Lanes.COUNT : WIDTH;
  }

  /** Packs the columns of one panel, of a leaf that begins at {@code firstK} and is so deep. */
  public static void pack(Matrix matrix, int column, int firstK, int depth, float[] array, int to) {
    int width = width(matrix.columns(), column);
    int columns = Math.min(width, matrix.columns() - column);
    int from = matrix.at(firstK, column);
    if (columns < width) {
      Arrays.fill(array, to, to + depth * width, 0f);
    }
    if (matrix.columnStride() == 1 && columns == WIDTH) {
      copy(matrix.array(), from, matrix.rowStride(), depth, array, to);
    } else {
      gather(matrix, from, columns, depth, array, to, width);
    }
  }

  private static void gather(
      Matrix matrix, int from, int columns, int depth, float[] array, int to, int width) {
    float[] source = matrix.array();
    int step = matrix.rowStride();
    int apart = matrix.columnStride();
    int fours = columns / FOUR * FOUR;
    for (int j = 0; j < fours; j += FOUR) {
      gatherFour(source, from + j * apart, step, apart, depth, array, to + j, width);
    }
    for (int j = fours; j < columns; j++) {
      gather(source, from + j * apart, step, depth, array, to + j, width);
    }
  }

  /** Columns side by side: each cache line of the panel is written once for all of them. */
  private static void gatherFour(
      float[] source, int from, int step, int apart, int depth, float[] array, int to, int width) {
    for (int k = 0; k < depth; k++) {
      int at = from + k * step;
      int here = to + k * width;
      array[here] = source[at];
      array[here + 1] = source[at + apart];
      array[here + 2] = source[at + 2 * apart];
      array[here + 3] = source[at + 3 * apart];
    }
  }

  private static void copy(float[] source, int from, int step, int depth, float[] array, int to) {
    for (int k = 0; k < depth; k++) {
      int at = from + k * step;
      FloatVector left = Lanes.load(source, at);
      FloatVector right = Lanes.load(source, at + Lanes.COUNT);
      left.intoArray(array, to + k * WIDTH);
      right.intoArray(array, to + k * WIDTH + Lanes.COUNT);
    }
  }

  private static void gather(
      float[] source, int from, int step, int depth, float[] array, int to, int width) {
    for (int k = 0; k < depth; k++) {
      array[to + k * width] = source[from + k * step];
    }
  }
}
