package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.Matrix;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/**
 * One leaf of a product's right operand, packed as {@link ProductTile} reads it: in panels as wide
 * as a tile, in a panel k by k. Columns that the matrix lacks are +0, and their sums are dropped.
 */
record RightPanels(float[] array, int offset, int depth) {
  private static final int WIDTH = ProductTile.COLUMNS;

  /** How many panels lie side by side. */
  static int panels(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /** How many floats hold so many columns. */
  static int floats(int columns, int depth) {
    return panels(columns) * WIDTH * depth;
  }

  /** Where a panel begins. */
  int at(int panel) {
    return offset + panel * WIDTH * depth;
  }

  /** Packs the columns of one panel, from {@code firstK} on. */
  void pack(int panel, Matrix matrix, int firstK) {
    int first = panel * WIDTH;
    int columns = Math.min(WIDTH, matrix.columns() - first);
    int to = at(panel);
    int from = matrix.at(firstK, first);
    if (columns < WIDTH) {
      Arrays.fill(array, to, to + depth * WIDTH, 0f);
    }
    if (matrix.columnStride() == 1 && columns == WIDTH) {
      copy(matrix.array(), from, matrix.rowStride(), to);
    } else {
      for (int j = 0; j < columns; j++) {
        gather(matrix.array(), from + j * matrix.columnStride(), matrix.rowStride(), to + j);
      }
    }
  }

  private void copy(float[] source, int from, int step, int to) {
    for (int k = 0; k < depth; k++) {
      FloatVector.fromArray(Lanes.FLOATS, source, from + k * step).intoArray(array, to + k * WIDTH);
      FloatVector.fromArray(Lanes.FLOATS, source, from + k * step + Lanes.COUNT)
          .intoArray(array, to + k * WIDTH + Lanes.COUNT);
    }
  }

  private void gather(float[] source, int from, int step, int to) {
    for (int k = 0; k < depth; k++) {
      array[to + k * WIDTH] = source[from + k * step];
    }
  }
}
