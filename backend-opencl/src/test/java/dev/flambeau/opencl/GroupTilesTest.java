package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Convolution.Conv;
import dev.flambeau.op.Convolution.ConvTranspose;
import dev.flambeau.op.Convolution.ConvWeightGradient;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Window;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.GeneratedPrograms;
import dev.flambeau.opencl.launch.Parameters;
import dev.flambeau.opencl.tile.TileSet;
import dev.flambeau.opencl.tile.WorkGroupTile;
import dev.flambeau.opencl.tile.WorkGroupTiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each shipped tile of work-groups gives the reference's bits: at the edges of groups and leaves,
 * with leaves that lie apart, as operands lie in each of four ways, aligned and not.
 */
@DisabledIfSystemProperty(named = "flambeau.again.skip", matches = "true") // the same kernels
class GroupTilesTest {
  private static final long SEED = Long.getLong("flambeau.seed", 1);

  private static final int[][] SIZES = {
    {1, 1, 100},
    {3, 5, 1025},
    {4, 8, 64},
    {33, 31, 130},
    {128, 128, 32},
    {131, 140, 36},
    {5, 3, 2049},
    {64, 10, 512},
    {40, 70, 0},
    {1, 260, 33},
    {132, 256, 1028}
  };

  /** What is multiplied, and the reference's bits: the same for all tiles. */
  private record Product(Op op, List<HostTensor> inputs, int[] expected) {
    List<TensorType> types() {
      return inputs.stream().map(HostTensor::type).toList();
    }
  }

  private static final List<Product> PRODUCTS = new ArrayList<>();

  @BeforeAll
  static void askTheReference() {
    Backends backends = Backends.discover();
    try (Backend reference =
        backends.open(backends.find("cpu:reference"), BackendOptions.defaults())) {
      for (int[] size : SIZES) {
        for (int way = 0; way < 4; way++) {
          MatMul op = new MatMul(way % 2 == 1, way / 2 == 1);
          TensorType a = Products.matrix(size[0], size[2], op.transposeA());
          TensorType b = Products.matrix(size[2], size[1], op.transposeB());
          add(reference, op, a, b);
          if (way == 0) {
            FusedContraction chosen = Products.thenWhereAbove(op, List.of(a, b));
            add(reference, chosen, a, b, chosen.product());
          }
        }
        TensorType x = Products.matrix(size[0], size[2], false);
        TensorType w = Products.matrix(size[1], size[2], false);
        TensorType bias = HostTensor.floats(size[1]);
        add(reference, new Linear(), x, w, bias);
        add(reference, Products.thenRelu(new Linear(), List.of(x, w, bias)), x, w, bias);
      }
      addConvolutions(reference);
      add(
          reference,
          new MatMul(false, false),
          HostTensor.floats(3, 1, 9, 33),
          HostTensor.floats(2, 33, 17));
    }
  }

  private static void addConvolutions(Backend reference) {
    Window window = Window.of(3, 3).padding(1).stride(2, 1);
    TensorType images = HostTensor.floats(2, 6, 23, 31);
    TensorType weight = HostTensor.floats(70, 3, 3, 3);
    TensorType output = HostTensor.floats(2, 70, 12, 31);
    TensorType bias = HostTensor.floats(70);
    Conv conv = new Conv(window, 2, true);
    add(reference, Products.thenRelu(conv, List.of(images, weight, bias)), images, weight, bias);
    add(reference, new ConvTranspose(window, 2, Shape.of(23, 31), false), output, weight);
    add(reference, new ConvWeightGradient(window, 2), images, output);
  }

  private static void add(Backend reference, Op op, TensorType... types) {
    Random random = new Random(SEED);
    List<HostTensor> inputs =
        Stream.of(types).map(type -> HostTensor.random(type, random)).toList();
    int[] expected = HostTensor.run(reference, op, inputs).get(0).bits();
    PRODUCTS.add(new Product(op, inputs, expected));
  }

  static Stream<WorkGroupTile> tiles() {
    return WorkGroupTiles.SHIPPED.stream();
  }

  @AfterEach
  void forget() {
    System.clearProperty("flambeau.opencl.kernels");
  }

  @Test
  void thereAreNoMoreThanATestCanRun() {
    assertTrue(WorkGroupTiles.SHIPPED.size() <= 40, WorkGroupTiles.SHIPPED.size() + " tiles");
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void givesTheBitsOfTheReference(WorkGroupTile tile) {
    System.setProperty("flambeau.opencl.kernels", "gpu");
    OpenClDevice device = OpenClDevices.PROVIDER.find(OpenClDevices.first());
    Probe.Outcome found = OpenClDevices.PROVIDER.outcome(device.info());
    assumeTrue(tile.localBytes() <= device.localMemoryBytes(), "no such local memory here");
    try (Session session = new Session(device);
        GeneratedPrograms programs = new GeneratedPrograms(session, only(tile, session))) {
      assertTrue(
          programs.has(KernelFile.MATMUL_GROUPS, tile),
          "the device refuses the tile; the log says why");
    }
    try (Backend tested =
        new OpenClBackend(new Session(device), found, session -> only(tile, session))) {
      for (Product product : PRODUCTS) {
        assertArrayEquals(
            product.expected(),
            HostTensor.run(tested, product.op(), product.inputs()).get(0).bits(),
            () -> product.op() + " of " + product.types() + ", " + tile + ", seed " + SEED);
      }
    }
  }

  private static Parameters only(WorkGroupTile tile, Session session) {
    Parameters usual = Parameters.of(session, false);
    return usual.with(new TileSet(usual.products().item(), List.of(tile)));
  }
}
