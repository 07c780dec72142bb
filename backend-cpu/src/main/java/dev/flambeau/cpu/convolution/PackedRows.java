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
  void pack(float[] weights, int from, float[] into, int firstRow, int endRow) {
    for (int row = firstRow; row < endRow; row++) {
      for (int k = 0; k < depth; k += LEAF) {
        int some = Math.min(LEAF, depth - k);
        System.arraycopy(weights, from + row * depth + k, into, at(row, k), some);
      }
    }
    if (endRow == count) {
      fill(into);
    }
  }

  /**
   * Packs some rows whose values lie so far behind a row's first one.
   *
   * @param apart how far the first ones are from each other
   */
  void gather(
      float[] weights, int from, int apart, int[] places, float[] into, int firstRow, int endRow) {
    for (int row = firstRow; row < endRow; row++) {
      for (int k = 0; k < depth; k++) {
        into[at(row, k) + k % LEAF] = weights[from + row * apart + places[k]];
      }
    }
    if (endRow == count) {
      fill(into);
    }
  }

  /** Puts +0 in the rows that fill the last tile. */
  private void fill(float[] into) {
    for (int row = count; row < padded(); row++) {
      for (int k = 0; k < Math.max(1, depth); k += LEAF) {
        int to = at(row, k);
        Arrays.fill(into, to, to + Math.min(LEAF, depth - k), 0f);
      }
    }
  }
}
