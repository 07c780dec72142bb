package dev.flambeau.opencl.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.View;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Shape;
import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way of a product by work-groups, whichever its cost would choose: straight and turned, leaf
 * after leaf and apart, with a bias and in a batch, on each device that is here, with its fma or
 * ours.
 */
class GroupProductTest {
  private static final long SEED = Long.getLong("flambeau.seed", 1);

  /** One that vectors fit, and one for an fma of our own. */
  private static final GroupTile VECTORS = new GroupTile(8, 8, 16, 2, 4, 2, 2, 2);

  private static final GroupTile SINGLE = new GroupTile(8, 4, 16, 2, 1, 1, 1, 1);

  /** Small, since Oclgrind interprets them. */
  private static final int[][] SIZES = {{9, 5, 17}, {8, 8, 32}};

  private static final int LONG = 1030;

  static Stream<DeviceInfo> devices() {
    return OpenClDevices.all().stream();
  }

  @ParameterizedTest
  @MethodSource("devices")
  void everyWayHasTheBitsOfTheSimplestKernel(DeviceInfo info) {
    try (Bench bench = new Bench(info)) {
      for (int[] size : SIZES) {
        for (int way = 0; way < 4; way++) {
          MatMul op = new MatMul(way % 2 == 1, way / 2 == 1);
          View a = bench.matrix(size[0], size[2], op.transposeA());
          View b = bench.matrix(size[2], size[1], op.transposeB());
          bench.check(op, a, b, Shape.of(size[0], size[1]));
        }
      }
      MatMul op = new MatMul(true, false);
      View a = bench.matrix(3, LONG, true);
      View b = bench.matrix(LONG, 5, false);
      int ways = bench.check(op, a, b, Shape.of(3, 5));
      assertEquals(4 * bench.tiles.size(), ways, "straight and turned, each in two ways");
      View many = bench.tensor(2, 1, 3, 7);
      bench.check(new MatMul(false, false), many, bench.tensor(3, 7, 5), Shape.of(2, 3, 3, 5));
    }
  }

  /** What it takes to launch products. */
  private static final class Bench implements AutoCloseable {
    private final Session session;
    private final Workbench tensors;
    private final Program program;
    private final GeneratedPrograms generated;
    private final Launcher launcher;
    private final List<GroupTile> tiles;
    private final Random random = new Random(SEED);

    Bench(DeviceInfo info) {
      OpenClDevice device =
          Platforms.devices().stream()
              .filter(one -> one.info().equals(info))
              .findFirst()
              .orElseThrow();
      boolean emulates = OpenClDevices.PROVIDER.admission(info).verdict() != Verdict.STRICT;
      tiles = emulates ? List.of(SINGLE) : List.of(VECTORS, SINGLE);
      session = new Session(device);
      Parameters parameters = Parameters.untuned(session, emulates);
      tensors = new Workbench(session);
      generated = new GeneratedPrograms(session, parameters);
      List<Program.Source> sources = GeneratedPrograms.ofProducts(KernelFile.CONTRACTION);
      List<String> kernels = KernelFile.CONTRACTION.kernels();
      program = Program.build(session, sources, kernels, parameters.macros());
      launcher = tensors.launcher(program, generated, parameters, Integer.MAX_VALUE);
    }

    View matrix(int rows, int columns, boolean isTransposed) {
      return isTransposed ? tensor(columns, rows) : tensor(rows, columns);
    }

    View tensor(int... sizes) {
      float[] values = new float[Shape.of(sizes).elements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (random.nextFloat() - 0.5f) * Math.scalb(1f, random.nextInt(20));
      }
      return tensors.upload(values, sizes);
    }

    /** Compares each way with the simplest kernel, and counts them. */
    int check(MatMul op, View a, View b, Shape shape) {
      View bias = tensor(shape.size(-1));
      View expected = tensors.empty(shape.sizes());
      View found = tensors.empty(shape.sizes());
      int ways = 0;
      List<View> chosen = List.of(tensor(shape.sizes()), tensor(1));
      for (Epilogue epilogue :
          List.of(
              Epilogue.of(bias),
              new Epilogue(bias, Epilogue.Then.RELU, List.of()),
              new Epilogue(null, Epilogue.Then.WHERE_ABOVE, chosen))) {
        // By the simplest kernel, since loops have limits.
        ContractionLaunches.run(new Product(op, a, b, epilogue, expected), launcher);
        Product product = new Product(op, a, b, epilogue, found);
        List<GroupProduct> all = GroupProduct.ways(product, tiles);
        ways = all.size();
        for (GroupProduct way : all) {
          tensors.write(found, new float[shape.elements()]);
          way.launch(launcher);
          assertArrayEquals(
              tensors.read(expected).array(),
              tensors.read(found).array(),
              () -> way + ", " + epilogue.then() + ", seed " + SEED);
        }
      }
      return ways;
    }

    @Override
    public void close() {
      try (session;
          tensors;
          program;
          generated) { // closed from the last to the first
        tensors.await();
      }
    }
  }
}
