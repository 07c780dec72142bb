package dev.flambeau.cpu.convolution;

import dev.flambeau.op.Contraction;
import java.util.Arrays;

/**
 * Rows of weights as a product takes them: leaf by leaf, in each the rows {@link
 * PanelProduct#APART} from each other, as many as fill the last tile.
 *
 * @param count how many rows there are
 * @param depth how many values of k each has
 * @param tile how many rows are multiplied at once
 */
record PackedRows(int count, int depth, int tile) {
  private static final int LEAF = Contraction.LEAF;

  /**
   * Rows whose first values lie near each other, and values of each: what is gathered of one and
   * then of the next, so that cache lines which have a part of many rows are read once. Divides a
   * leaf.
   */
  private static final int NEAR = 16;

  private static final int RUN = 64;

  /** Rows for a product: a single one fills no tile. */
  static PackedRows of(int count, int depth, PanelProduct product) {
    return new PackedRows(count, depth, count == 1 ? 1 : product.rows());
  }

  /** Where the values of a row begin that belong to a leaf. */
  int at(int row, int firstK) {
    return (firstK / LEAF * padded() + row) * PanelProduct.APART;
  }

  private int padded() {
    return (count + tile - 1) / tile * tile;
  }

  /** How many floats they take. */
  int floats() {
    int leaves = Math.max(1, (depth + LEAF - 1) / LEAF);
    return Math.multiplyExact(leaves * padded(), PanelProduct.APART);
  }

  /** Packs some rows that lie one behind the other; what fills the last tile is +0. */
  void pack(float[] weights, int from, float[] into, int to, int firstRow, int endRow) {
    for (int row = firstRow; row < endRow; row++) {
      for (int k = 0; k < depth; k += LEAF) {
        int some = Math.min(LEAF, depth - k);
        System.arraycopy(weights, from + row * depth + k, into, to + at(row, k), some);
      }
    }
    if (endRow == count) {
      fill(into, to);
    }
  }

  /**
   * Packs some rows whose values lie so far behind a row's first one.
   *
   * @param apart how far the first ones are from each other
   */
  void gather(
      float[] weights,
      int from,
      int apart,
      int[] places,
      float[] into,
      int to,
      int firstRow,
      int endRow) {
    for (int row = firstRow; row < endRow; row += NEAR) {
      int end = Math.min(row + NEAR, endRow);
      for (int k = 0; k < depth; k += RUN) {
        gather(weights, from, apart, places, into, to, row, end, k);
      }
    }
    if (endRow == count) {
      fill(into, to);
    }
  }

  private void gather(
      float[] weights,
      int from,
      int apart,
      int[] places,
      float[] into,
      int to,
      int firstRow,
      int endRow,
      int k) {
    int some = Math.min(RUN, depth - k);
    for (int row = firstRow; row < endRow; row++) {
      gather(weights, from + row * apart, places, k, some, into, to + at(row, k) + k % LEAF);
    }
  }

  private static void gather(
      float[] weights, int from, int[] places, int first, int count, float[] into, int to) {
    for (int i = 0; i < count; i++) {
      into[to + i] = weights[from + places[first + i]];
    }
  }

  /** Puts +0 in the rows that fill the last tile. */
  private void fill(float[] into, int start) {
    for (int row = count; row < padded(); row++) {
      for (int k = 0; k < Math.max(1, depth); k += LEAF) {
        int to = start + at(row, k);
        Arrays.fill(into, to, to + Math.min(LEAF, depth - k), 0f);
      }
    }
  }
}
