package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.memory.CacheSizes;
import dev.flambeau.op.Contraction;

/**
 * How much of a leaf is worked on at once: that changes the speed of a product, and none of its
 * bits.
 *
 * @param rows of a that are packed together, at most, and stay in the second-level cache while the
 *     panels of b pass by: so often is b read
 * @param depth values of k for which a panel of b stays in the first-level cache while the rows
 *     pass by; their sums go on from there
 */
record Blocking(int rows, int depth) {
  /** Rows of which a leaf is half of a second-level cache of 2 MB. */
  private static final int MANY_ROWS = 256;

  private static final long LARGE_SECOND = 2 << 20;

  /** At which depth two thirds of a first-level cache of 48 KB hold a panel of tall tiles. */
  private static final int SHALLOW = 256;

  private static final long LARGE_FIRST = 48 << 10;

  /** That of this machine. */
  static final Blocking OURS = of(CacheSizes.OURS);

  /** The one for such caches. */
  static Blocking of(CacheSizes caches) {
    if (!ProductTile.IS_TALL) {
      return new Blocking(64, Contraction.LEAF);
    }
    int rows = caches.second() >= LARGE_SECOND ? MANY_ROWS : MANY_ROWS / 2;
    int depth = caches.first() >= LARGE_FIRST ? SHALLOW : Contraction.LEAF;
    return new Blocking(rows, depth);
  }
}
