package dev.flambeau.tck.order;

import java.util.stream.IntStream;

/** The orders of numerics.md, as trees: which values the smallest sum of two of them holds. */
enum Order {
  /** "Contractions": chains over leaves, then the leaves one after the other. */
  CONTRACTION {
    @Override
    IntStream together(int i, int j, int n) {
      int later = Math.max(i, j);
      boolean isOneLeaf = i / BLOCK == j / BLOCK;
      int start = isOneLeaf ? later / BLOCK * BLOCK : 0;
      int end = isOneLeaf ? later + 1 : Math.min(n, (later / BLOCK + 1) * BLOCK);
      return IntStream.range(start, end);
    }
  },

  /** {@code Linear}: a contraction, and the bias, the last value, added last. */
  LINEAR {
    @Override
    IntStream together(int i, int j, int n) {
      return Math.max(i, j) == n - 1 ? IntStream.range(0, n) : CONTRACTION.together(i, j, n - 1);
    }
  },

  /** "Reductions": lanes of a block, folded by halves, then the blocks' sums alike. */
  REDUCTION {
    @Override
    IntStream together(int i, int j, int n) {
      if (n > BLOCK) {
        int blocks = (n + BLOCK - 1) / BLOCK;
        return i / BLOCK == j / BLOCK
            ? block(i / BLOCK, n, together(i % BLOCK, j % BLOCK, size(i / BLOCK, n)))
            : together(i / BLOCK, j / BLOCK, blocks)
                .flatMap(b -> block(b, n, IntStream.range(0, size(b, n))));
      }
      if (i % LANES == j % LANES) {
        return IntStream.rangeClosed(0, Math.max(i, j)).filter(v -> v % LANES == i % LANES);
      }
      int apart = LANES / 2;
      while (i % apart != j % apart) {
        apart /= 2;
      }
      int lanes = apart;
      return IntStream.range(0, n).filter(v -> v % lanes == i % lanes);
    }

    private int size(int block, int n) {
      return Math.min(BLOCK, n - block * BLOCK);
    }

    private IntStream block(int block, int n, IntStream members) {
      return members.map(v -> block * BLOCK + v);
    }
  };

  private static final int BLOCK = 1024;
  private static final int LANES = 32;

  /** The values, by their places, of the smallest partial sum of n values that holds i and j. */
  abstract IntStream together(int i, int j, int n);
}
