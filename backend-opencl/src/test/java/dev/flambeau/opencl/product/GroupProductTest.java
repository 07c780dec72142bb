package dev.flambeau.opencl.product;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.View;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Shape;
import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.tile.WorkGroupTile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of a product by work-groups, whichever its cost would choose: straight and turned, leaf
 * after leaf and apart, with a bias and in a batch, on each device that is here, with its fma or
 * ours.
 */
class GroupProductTest {
  /** Small, since Oclgrind interprets them. */
  private static final int[][] SIZES = {{9, 5, 17}, {8, 8, 32}};

  private static final int LONG = 1030;

  private static final Epilogue.Form RELU = new Epilogue.Form(Epilogue.Then.RELU, 0);
  private static final Epilogue.Form WHERE_ABOVE =
      new Epilogue.Form(Epilogue.Then.WHERE_ABOVE, 0.25f);

  static Stream<DeviceInfo> devices() {
    return OpenClDevices.all().stream();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyWayHasTheBitsOfTheSimplestKernel(DeviceInfo info) {
    try (ProductBench bench = new ProductBench(info)) {
      for (int[] size : bench.isInterpreted ? List.of(SIZES[0]) : List.of(SIZES)) {
        for (int way = 0; way < 4; way++) {
          MatMul op = new MatMul(way % 2 == 1, way / 2 == 1);
          View a = bench.matrix(size[0], size[2], op.transposeA());
          View b = bench.matrix(size[2], size[1], op.transposeB());
          check(bench, op, a, b, Shape.of(size[0], size[1]));
        }
      }
      MatMul op = new MatMul(true, false);
      View a = bench.matrix(3, LONG, true);
      View b = bench.matrix(LONG, 5, false);
      int ways = check(bench, op, a, b, Shape.of(3, 5));
      assertEquals(4 * bench.tiles.size(), ways, "straight and turned, each in two ways");
      View many = bench.tensor(2, 1, 3, 7);
      check(bench, new MatMul(false, false), many, bench.tensor(3, 7, 5), Shape.of(2, 3, 3, 5));
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void productsOfOneLaunchHaveTheBitsOfTheSimplestKernel(DeviceInfo info) {
    try (ProductBench bench = new ProductBench(info)) {
      MatMul op = new MatMul(true, false);
      View gradient = bench.matrix(17, 9, false);
      Together layer = new Together(bench);
      layer.add(op, gradient, bench.matrix(17, 5, false), Epilogue.NONE, 9, 5);
      layer.add(op, bench.matrix(17, 1, false), gradient, Epilogue.NONE, 1, 9);
      View above = bench.matrix(17, 6, false);
      Epilogue ended = new Epilogue(null, WHERE_ABOVE, above);
      layer.add(new MatMul(false, false), gradient, bench.matrix(9, 6, false), ended, 17, 6);
      assertEquals(2 * bench.tiles.size(), layer.check());

      Together mixed = new Together(bench);
      Epilogue bias = new Epilogue(bench.tensor(5), RELU, null);
      mixed.add(op, bench.matrix(LONG, 3, false), bench.matrix(LONG, 5, false), bias, 3, 5);
      mixed.add(op, bench.matrix(6, 7, false), bench.matrix(6, 5, false), bias, 7, 5);
      assertEquals(4 * bench.tiles.size(), mixed.check(), "leaves apart beside a single leaf");
    }
  }

  @ParameterizedTest
  @MethodSource("devices")
  void productsGoTogetherUnlessATileForAllCostsMoreThanLaunches(DeviceInfo info) {
    WorkGroupTile square = new WorkGroupTile(32, 32, 16, 2, 2, 1, 1, 1);
    WorkGroupTile column = new WorkGroupTile(64, 1, 64, 1, 1, 1, 1, 1);
    try (ProductBench bench = new ProductBench(info, List.of(square, column))) {
      assumeTrue(bench.generated.has(KernelFile.MATMUL_GROUPS, square), "groups of so many items");
      assertEquals(List.of(List.of(square, square)), tilesOfLaunches(bench, 64));
      assertEquals(List.of(List.of(square), List.of(column)), tilesOfLaunches(bench, 1024));
    }
  }

  /** Products that are launched as one. */
  private static final class Together {
    private final ProductBench bench;
    private final List<Product> expected = new ArrayList<>();
    private final List<Product> found = new ArrayList<>();

    Together(ProductBench bench) {
      this.bench = bench;
    }

    void add(MatMul op, View a, View b, Epilogue epilogue, int m, int n) {
      expected.add(new Product(op, a, b, epilogue, bench.tensors.empty(m, n)));
      found.add(new Product(op, a, b, epilogue, bench.tensors.empty(m, n)));
    }

    /** Compares each way of each with the simplest kernel, and counts them. */
    int check() {
      expected.forEach(product -> ContractionLaunches.run(product, bench.launcher));
      int ways = 0;
      for (WorkGroupTile tile : bench.tiles) {
        List<List<GroupProduct>> all =
            found.stream().map(product -> GroupProduct.ways(product, List.of(tile))).toList();
        int most = all.stream().mapToInt(List::size).max().orElseThrow();
        for (int way = 0; way < most; way++, ways++) {
          int number = way;
          List<GroupProduct> launch =
              IntStream.range(0, all.size())
                  .mapToObj(i -> all.get(i).get((number + i) % all.get(i).size()))
                  .toList();
          found.forEach(one -> bench.tensors.write(one.c(), new float[one.m() * one.n()]));
          GroupLaunch.launch(launch, bench.launcher);
          for (int i = 0; i < found.size(); i++) {
            assertArrayEquals(
                bench.tensors.read(expected.get(i).c()).array(),
                bench.tensors.read(found.get(i).c()).array(),
                () -> launch + ", seed " + ProductBench.SEED);
          }
        }
      }
      return ways;
    }
  }

  /** The tiles of the launches for a square product of such a side, and a narrow one. */
  private static List<List<WorkGroupTile>> tilesOfLaunches(ProductBench bench, int size) {
    View a = bench.tensors.empty(size, size);
    MatMul op = new MatMul(false, false);
    View narrow = bench.tensors.empty(size, 1);
    List<Product> products =
        List.of(
            new Product(op, a, a, Epilogue.NONE, bench.tensors.empty(size, size)),
            new Product(op, a, narrow, Epilogue.NONE, bench.tensors.empty(size, 1)));
    return GroupProduct.launches(products, bench.launcher).stream()
        .map(launch -> launch.stream().map(GroupProduct::tile).toList())
        .toList();
  }

  /** Compares each way with the simplest kernel, and counts them. */
  private static int check(ProductBench bench, MatMul op, View a, View b, Shape shape) {
    View bias = bench.tensor(shape.size(-1));
    View expected = bench.tensors.empty(shape.sizes());
    View found = bench.tensors.empty(shape.sizes());
    int ways = 0;
    View above = bench.tensor(shape.sizes());
    List<Epilogue> epilogues =
        List.of(
            new Epilogue(bias, RELU, null),
            new Epilogue(null, WHERE_ABOVE, above),
            Epilogue.of(bias));
    boolean isLong = a.type().elements() > LONG;
    for (Epilogue epilogue : bench.isInterpreted && isLong ? epilogues.subList(0, 1) : epilogues) {
      // By the simplest kernel, since loops have limits.
      ContractionLaunches.run(new Product(op, a, b, epilogue, expected), bench.launcher);
      Product product = new Product(op, a, b, epilogue, found);
      List<GroupProduct> all = GroupProduct.ways(product, bench.tiles);
      ways = all.size();
      for (GroupProduct way : all) {
        bench.tensors.write(found, new float[shape.elements()]);
        GroupLaunch.launch(List.of(way), bench.launcher);
        assertArrayEquals(
            bench.tensors.read(expected).array(),
            bench.tensors.read(found).array(),
            () -> way + ", " + epilogue.then() + ", seed " + ProductBench.SEED);
      }
    }
    return ways;
  }
}
