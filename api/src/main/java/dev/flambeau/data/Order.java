package dev.flambeau.data;

import dev.flambeau.op.Philox;

/** Orders of examples, as arrays of their indices. */
final class Order {
  private Order() {}

  /** The indices from 0 on, in turn. */
  static int[] ascending(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    return order;
  }

  /**
   * A random order. A uniform index below i + 1 is the high word of u · (i + 1): no division, and a
   * bias of at most (i + 1) / 2³².
   *
   * @see "R. Durstenfeld: Algorithm 235, Random Permutation, 1964"
   */
  static int[] shuffled(int size, Philox random) {
    int[] order = ascending(size);
    for (int i = size - 1; i > 0; i--) {
      long word = Integer.toUnsignedLong(random.word(size - 1 - i));
      int j = (int) (word * (i + 1L) >>> 32);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }

  /**
   * @throws DatasetException if an index is not in [0, size)
   */
  static void check(int[] indices, int size) {
    for (int index : Given.check(indices, "indices")) {
      check(index, size);
    }
  }

  /**
   * @throws DatasetException if the index is not in [0, size)
   */
  static void check(int index, int size) {
    if (index < 0 || index >= size) {
      throw new DatasetException("There is no example " + index + "; there are " + size + ".");
    }
  }

  /**
   * @throws DatasetException if a number of examples is negative
   */
  static int checkSize(int size) {
    if (size < 0) {
      throw new DatasetException("A dataset of " + size + " examples; there must be 0 or more.");
    }
    return size;
  }
}
