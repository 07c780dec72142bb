package dev.flambeau.opencl.product;

import dev.flambeau.op.Contraction;
import dev.flambeau.opencl.launch.Launch;
import dev.flambeau.opencl.tile.WorkGroupTile;

/** Estimates of what products by work-groups take, by which a tile is chosen for each. */
final class GroupCost {
  // What things cost beside a multiplication and addition of a unit that does 128 at a time: a
  // value that is fetched into local memory, and a launch. Estimates, from what GPUs' makers say
  // of theirs; nothing here was measured on one.
  private static final long FETCH_COST = 8;
  static final long LAUNCH_COST = 1_000_000;

  private GroupCost() {}

  /**
   * Rounds of groups over all units; what is loaded for an item's sums counts beside them.
   *
   * @param k of the product
   * @param leaves that are computed apart; 1 if they are not
   * @param groups of work-items, those of all leaves
   */
  static long of(WorkGroupTile tile, int k, int leaves, long groups, int units) {
    double sums = tile.rows() * tile.columns();
    double loads = sums / tile.itemRows() + sums / tile.itemColumns();
    long fetched = FETCH_COST * (tile.rows() + tile.columns());
    long rounds = Launch.parts(groups, units);
    long depth = leaves == 1 ? k : Contraction.LEAF;
    return (long) (rounds * depth * (sums + loads + fetched)) + (leaves == 1 ? 0 : LAUNCH_COST);
  }

  /** Whether leaves are computed apart: only where that gives work to units that have none. */
  static boolean fits(int leaves, long groups, int units) {
    return leaves == 1 || groups < (long) leaves * units;
  }
}
