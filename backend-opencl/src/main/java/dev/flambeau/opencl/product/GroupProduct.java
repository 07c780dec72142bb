package dev.flambeau.opencl.product;

import static dev.flambeau.op.Contraction.LEAF;
import static dev.flambeau.opencl.launch.Launch.parts;
import static dev.flambeau.opencl.product.Product.matrixSize;

import dev.flambeau.backend.View;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Layout;
import dev.flambeau.opencl.tile.WorkGroupTile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A matrix product on a GPU by tiles in local memory: matmul_groups.cl.
 *
 * <p>c is computed as it lies, or transposed from b and a, if a tile's sides suit that better; and
 * if there are fewer groups than the device has units, leaf by leaf, each by groups of its own, and
 * the leaves are added in their order afterwards.
 *
 * @param a the left operand here
 * @param b the right operand here
 * @param isTurned whether a is the product's right operand, and c is seen transposed
 * @param leaves how many are computed apart; 1 if they are not
 */
record GroupProduct(
    Product product, Side a, Side b, WorkGroupTile tile, boolean isTurned, int leaves) {
  /**
   * One operand.
   *
   * @param number its number among the inputs
   * @param size its rows, or columns, that are no k
   * @param stride from one of them to the next
   * @param kStride from one k to the next
   */
  record Side(View view, int number, int size, int stride, int kStride) {
    int start(Layout part) {
      return view.offset() + part.starts()[number] * matrixSize(view);
    }

    int[] strides(Layout part) {
      return Product.times(part.stridesOf8(number), matrixSize(view));
    }
  }

  /**
   * Products of one matrix each, or one of many, in launches of one tile each: all in one or each
   * in its own, whichever is cheaper.
   *
   * @param products that have something to multiply
   * @return nothing if this device has no tile
   */
  static List<List<GroupProduct>> launches(List<Product> products, Launcher launcher) {
    if (products.isEmpty()) {
      return List.of();
    }
    int units = launcher.computeUnits();
    List<WorkGroupTile> tiles = launcher.parameters().products().groups();
    Optional<List<GroupProduct>> together =
        tiles.stream()
            .map(tile -> cheapest(products, List.of(tile), units))
            .sorted(Comparator.comparingLong(ways -> cost(ways, units)))
            .filter(ways -> launcher.generated().has(KernelFile.MATMUL_GROUPS, ways.get(0).tile()))
            .findFirst();
    if (together.isEmpty() || products.size() == 1) {
      return together.stream().toList();
    }
    long saved = GroupCost.LAUNCH_COST * (products.size() - 1);
    return cost(together.get(), units) <= cost(cheapest(products, tiles, units), units) + saved
        ? List.of(together.get())
        : products.stream().flatMap(one -> launches(List.of(one), launcher).stream()).toList();
  }

  private static List<GroupProduct> cheapest(
      List<Product> products, List<WorkGroupTile> tiles, int units) {
    return products.stream().map(product -> cheapest(product, tiles, units)).toList();
  }

  private static GroupProduct cheapest(Product product, List<WorkGroupTile> tiles, int units) {
    return ways(product, tiles).stream()
        .filter(way -> way.fits(units))
        .min(Comparator.comparingLong(way -> way.cost(units)))
        .orElseThrow(); // leaf after leaf always fits
  }

  private static long cost(List<GroupProduct> ways, int units) {
    return ways.stream().mapToLong(way -> way.cost(units)).sum();
  }

  /** By each tile, straight and turned, leaf after leaf and apart. */
  static List<GroupProduct> ways(Product product, List<WorkGroupTile> tiles) {
    int leaves = Math.toIntExact(parts(product.k(), LEAF));
    Side left = side(product.a(), 0, product.m(), product.op().transposeA());
    Side right = side(product.b(), 1, product.n(), !product.op().transposeB());
    List<GroupProduct> ways = new ArrayList<>();
    for (WorkGroupTile tile : tiles) {
      for (int apart : leaves == 1 ? new int[] {1} : new int[] {1, leaves}) {
        ways.add(new GroupProduct(product, left, right, tile, false, apart));
        ways.add(new GroupProduct(product, right, left, tile, true, apart));
      }
    }
    return ways;
  }

  private static Side side(View view, int number, int size, boolean isDense) {
    int row = view.type().shape().size(-1);
    return new Side(view, number, size, isDense ? 1 : row, isDense ? row : 1);
  }

  /** Those of so many matrices. */
  long groups(int matrices) {
    return parts(a.size(), tile.rows()) * parts(b.size(), tile.columns()) * leaves * matrices;
  }

  private boolean fits(int units) {
    return GroupCost.fits(leaves, groups(product.lead().elements()), units);
  }

  private long cost(int units) {
    return GroupCost.of(tile, product.k(), leaves, groups(product.lead().elements()), units);
  }
}
