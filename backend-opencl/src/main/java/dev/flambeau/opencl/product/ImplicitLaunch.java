package dev.flambeau.opencl.product;

import static dev.flambeau.op.Contraction.LEAF;
import static dev.flambeau.opencl.launch.Launch.parts;

import dev.flambeau.backend.View;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.launch.Launch;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.tile.WorkGroupTile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A way of an implicit product: by a tile, leaf after leaf or each apart.
 *
 * @param leaves how many are computed apart; 1 if they are not
 */
record ImplicitLaunch(ImplicitProduct product, WorkGroupTile tile, int leaves) {
  private static final KernelFile FAMILY = KernelFile.CONVOLUTION_GROUPS;

  /** Beyond so many elements leaves do not lie apart: they are counted in ints. */
  private static final long MOST = 1 << 30;

  /** Launches a product by the cheapest way that the device has. */
  static void run(ImplicitProduct product, Launcher launcher) {
    int units = launcher.computeUnits();
    ways(product, launcher.parameters().products().groups()).stream()
        .filter(way -> GroupCost.fits(way.leaves, way.groups(), units))
        .filter(way -> way.localBytes() <= launcher.localMemoryBytes())
        .sorted(Comparator.comparingLong(way -> way.cost(units)))
        .filter(way -> launcher.generated().has(FAMILY, way.tile))
        .findFirst()
        .orElseThrow(() -> launcher.generated().none(FAMILY))
        .run(launcher);
  }

  /** By each tile, as it is and turned, leaf after leaf and apart. */
  static List<ImplicitLaunch> ways(ImplicitProduct product, List<WorkGroupTile> tiles) {
    int leaves = Math.toIntExact(parts(product.ks().count(), LEAF));
    boolean goApart = leaves > 1 && (long) leaves * product.elements() <= MOST;
    List<ImplicitLaunch> ways = new ArrayList<>();
    tiles.stream()
        .flatMap(tile -> Stream.of(tile, tile.turned()))
        .distinct()
        .forEach(
            tile -> {
              ways.add(new ImplicitLaunch(product, tile, 1));
              if (goApart) {
                ways.add(new ImplicitLaunch(product, tile, leaves));
              }
            });
    return ways;
  }

  private long across() {
    return parts(product.columns().count(), tile.columns());
  }

  private long down() {
    return parts(product.rows(), tile.rows());
  }

  private long groups() {
    return across() * down() * product.phases().count() * product.groups() * leaves;
  }

  private long cost(int units) {
    return GroupCost.of(tile, product.ks().count(), leaves, groups(), units);
  }

  /** With the tables of where columns and k lie. */
  private long localBytes() {
    return tile.localBytes() + 20L * tile.columns() + 40L * tile.depth();
  }

  void run(Launcher launcher) {
    Program program = launcher.generated().of(FAMILY, tile).orElseThrow();
    ImplicitProduct.Rows c = product.c();
    if (leaves == 1) {
      tiles(program, product.epilogue(), c.view(), launcher);
      return;
    }
    try (ApartLeaves apart = ApartLeaves.of(leaves, product.elements(), launcher)) {
      tiles(program, Epilogue.NONE, apart.view(), launcher);
      int channels = product.groups() * product.rows();
      apart.add(product.epilogue(), c.view(), 0, c.stride(), channels, program, launcher);
    }
  }

  private void tiles(Program program, Epilogue epilogue, View c, Launcher launcher) {
    Launch launch = launcher.launch(program, "convolution_groups_tiles");
    launch
        .memory(product.a().view())
        .memory(product.b())
        .memory(epilogue.bias())
        .memory(epilogue.above())
        .memory(c)
        .numbers(numbers(epilogue, c))
        .numbers(1, product.planes().size(0), product.planes().size(1), product.planes().size(2))
        .numbers(product.columns().numbers())
        .numbers(product.ks().numbers())
        .numbers(product.phases().numbers())
        .grid(
            new long[] {tile.itemsAcross() * groups(), tile.itemsDown()},
            new long[] {tile.itemsAcross(), tile.itemsDown()});
  }

  /** In the order of the kernel's struct. */
  private int[] numbers(Epilogue epilogue, View c) {
    return new int[] {
      product.a().view().offset(),
      product.a().group(),
      product.a().stride(),
      product.b().offset(),
      product.bGroup(),
      Launch.offset(epilogue.bias()),
      epilogue.bias() == null ? 0 : 1,
      epilogue.then().ordinal(),
      Launch.offset(epilogue.above()),
      Float.floatToRawIntBits(epilogue.limit()),
      c.offset(),
      product.c().group(),
      product.c().stride(),
      product.elements(),
      product.rows(),
      Math.toIntExact(across()),
      Math.toIntExact(down()),
      product.groups(),
      leaves,
      product.kAreNeighbours() ? 1 : 0
    };
  }
}
