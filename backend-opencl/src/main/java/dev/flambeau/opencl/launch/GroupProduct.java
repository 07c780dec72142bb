package dev.flambeau.opencl.launch;

import static dev.flambeau.opencl.launch.ContractionLaunches.LEAF;
import static dev.flambeau.opencl.launch.ContractionLaunches.ceiling;
import static dev.flambeau.opencl.launch.ContractionLaunches.matrixSize;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.opencl.device.Program;
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
record GroupProduct(Product product, Side a, Side b, GroupTile tile, boolean isTurned, int leaves) {
  // What things cost beside a multiplication and addition of a unit that does 128 at a time: a
  // value
  // that is fetched into local memory, and a launch. Estimates, from what GPUs' makers say of
  // theirs; nothing here was measured on one.
  private static final long FETCH_COST = 8;
  private static final long LAUNCH_COST = 1_000_000;

  /**
   * One operand.
   *
   * @param number its number among the inputs
   * @param size its rows, or columns, that are no k
   * @param stride from one of them to the next
   * @param kStride from one k to the next
   */
  private record Side(View view, int number, int size, int stride, int kStride) {
    Launch pass(Launch launch, Layout part) {
      return launch.view(view, part.starts()[number] * matrixSize(view));
    }

    int[] strides(Layout part) {
      return ContractionLaunches.times(part.stridesOf8(number), matrixSize(view));
    }
  }

  /** The cheapest way that this device has, if it has any. */
  static Optional<GroupProduct> of(Product product, Launcher launcher) {
    int units = launcher.computeUnits();
    return ways(product, launcher.parameters().products().groups()).stream()
        .filter(way -> way.fits(units))
        .sorted(Comparator.comparingLong(way -> way.cost(units)))
        .filter(way -> launcher.generated().has(way.tile()))
        .findFirst();
  }

  /** By each tile, straight and turned, leaf after leaf and apart. */
  static List<GroupProduct> ways(Product product, List<GroupTile> tiles) {
    if (product.k() == 0) {
      return List.of(); // there is nothing to multiply
    }
    int leaves = Math.toIntExact(ceiling(product.k(), LEAF));
    Side left = side(product.a(), 0, product.m(), product.op().transposeA());
    Side right = side(product.b(), 1, product.n(), !product.op().transposeB());
    List<GroupProduct> ways = new ArrayList<>();
    for (GroupTile tile : tiles) {
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

  private long groups() {
    return ceiling(a.size(), tile.rows())
        * ceiling(b.size(), tile.columns())
        * product.lead().elements();
  }

  /** Leaves lie apart only where that gives work to units that have none. */
  private boolean fits(int units) {
    return leaves == 1 || groups() < units;
  }

  /** Rounds of groups over all units; what is loaded for an item's sums counts beside them. */
  private long cost(int units) {
    double sums = tile.rows() * tile.columns();
    double loads = sums / tile.itemRows() + sums / tile.itemColumns();
    long fetched = FETCH_COST * (tile.rows() + tile.columns());
    long rounds = ceiling(groups() * leaves, units);
    long depth = leaves == 1 ? product.k() : LEAF;
    return (long) (rounds * depth * (sums + loads + fetched)) + (leaves == 1 ? 0 : LAUNCH_COST);
  }

  void launch(Launcher launcher) {
    Epilogue epilogue = product.epilogue();
    View c = product.c();
    Program program = launcher.generated().of(tile).orElseThrow();
    int matrix = a.size() * b.size();
    int done = 0;
    for (Layout part : product.lead().parts(Layout.AXES)) {
      if (leaves == 1) {
        Launch launch = operands(program, part, launcher);
        pass(epilogue, launch, c, done * matrix);
        multiply(launch.view(c, done * matrix), part);
      } else {
        inLeaves(program, part, epilogue, c, done * matrix, launcher);
      }
      done += part.elements();
    }
  }

  private void inLeaves(
      Program program, Layout part, Epilogue epilogue, View c, int start, Launcher launcher) {
    int elements = part.elements() * a.size() * b.size();
    try (Scratch sums = launcher.scratch(DType.FLOAT32, Math.multiplyExact(elements, leaves))) {
      Launch launch = operands(program, part, launcher);
      pass(Epilogue.NONE, launch, c, 0);
      multiply(launch.memory(sums).number(0), part);
      Launch add = launcher.launch(program, "matmul_groups_add_leaves");
      epilogue
          .pass(add.memory(sums).number(leaves), c, start)
          .view(c, start)
          .number(isTurned ? a.size() : b.size())
          .number(elements)
          .over(elements);
    }
  }

  private Launch operands(Program program, Layout part, Launcher launcher) {
    Launch launch = launcher.launch(program, "matmul_groups_tiles");
    a.pass(launch, part).number(a.stride()).number(a.kStride());
    return b.pass(launch, part).number(b.kStride()).number(b.stride());
  }

  private void pass(Epilogue epilogue, Launch launch, View c, int start) {
    epilogue.pass(launch, c, start, isTurned ? 1 : 0, isTurned ? 0 : 1);
  }

  /** What comes behind the result. */
  private void multiply(Launch launch, Layout part) {
    long across = tile.itemsAcross() * ceiling(b.size(), tile.columns());
    long down = tile.itemsDown() * ceiling(a.size(), tile.rows());
    launch
        .number(isTurned ? 1 : b.size())
        .number(isTurned ? a.size() : 1)
        .number(a.size())
        .number(b.size())
        .number(product.k())
        .number(leaves)
        .numbers(part.sizesOf8())
        .numbers(a.strides(part))
        .numbers(b.strides(part))
        .grid(
            new long[] {across, down, (long) part.elements() * leaves},
            new long[] {tile.itemsAcross(), tile.itemsDown(), 1});
  }
}
