package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.cpu.parallel.Product;
import java.util.Arrays;

/**
 * One leaf of a product's left operand, packed as {@link ProductTile} reads it: each row's values
 * of k side by side, rows a constant apart, as many of them as fill the last tile. Those that the
 * matrix lacks are +0, and their sums are dropped.
 */
record LeftRows(float[] array, int offset, int depth) {
  /** A leaf and a cache line more, so that rows of a tile do not meet in one set of the cache. */
  static final int APART = Product.LEAF + 16;

  private static final int TILE = ProductTile.ROWS;

  /** How many tiles lie below each other. */
  static int tiles(int rows) {
    return (rows + TILE - 1) / TILE;
  }

  /** How many floats hold so many rows. */
  static int floats(int rows) {
    return tiles(rows) * TILE * APART;
  }

  /** Where the rows of a tile begin. */
  int at(int tile) {
    return offset + tile * TILE * APART;
  }

  /** Packs the rows of one tile, from {@code firstK} on. */
  void pack(int tile, Matrix matrix, int firstK) {
    int first = tile * TILE;
    for (int i = 0; i < TILE; i++) {
      int to = at(tile) + i * APART;
      if (first + i >= matrix.rows()) {
        Arrays.fill(array, to, to + depth, 0f);
      } else if (matrix.columnStride() == 1) {
        System.arraycopy(matrix.array(), matrix.at(first + i, firstK), array, to, depth);
      } else {
        gather(matrix.array(), matrix.at(first + i, firstK), matrix.columnStride(), to);
      }
    }
  }

  private void gather(float[] source, int from, int step, int to) {
    for (int k = 0; k < depth; k++) {
      array[to + k] = source[from + k * step];
    }
  }
}
