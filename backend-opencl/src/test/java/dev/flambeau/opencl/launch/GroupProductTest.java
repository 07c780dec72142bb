package dev.flambeau.opencl.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.View;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.memory.DeviceMemory;
import dev.flambeau.opencl.memory.Staging;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private final DeviceMemory memory;
    private final Staging staging;
    private final CommandQueue queue;
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
      memory = new DeviceMemory(session);
      staging = new Staging(session, memory);
      queue = new CommandQueue(session, memory);
      generated = new GeneratedPrograms(session, parameters);
      List<Program.Source> sources = GeneratedPrograms.ofProducts(KernelFile.CONTRACTION);
      List<String> kernels = KernelFile.CONTRACTION.kernels();
      program = Program.build(session, sources, kernels, parameters.macros());
      Limits loops = new Limits(device.localMemoryBytes(), Integer.MAX_VALUE);
      launcher =
          new EagerLauncher(
              new Launcher.Workshop(queue, program, generated, memory, parameters, loops));
    }

    View matrix(int rows, int columns, boolean isTransposed) {
      return isTransposed ? tensor(columns, rows) : tensor(rows, columns);
    }

    View tensor(int... sizes) {
      View view = empty(Shape.of(sizes));
      ByteBuffer bytes = bytes(view);
      for (int i = 0; i < view.type().elements(); i++) {
        bytes.putFloat(4 * i, (random.nextFloat() - 0.5f) * Math.scalb(1f, random.nextInt(20)));
      }
      staging.write(bytes, DeviceBuffer.of(view), 0);
      return view;
    }

    private View empty(Shape shape) {
      TensorType type = new TensorType(DType.FLOAT32, shape);
      return new View(memory.allocate(DType.FLOAT32, type.elements()), 0, type);
    }

    private static ByteBuffer bytes(View view) {
      return ByteBuffer.allocate(4 * view.type().elements()).order(ByteOrder.nativeOrder());
    }

    private byte[] read(View view) {
      ByteBuffer bytes = bytes(view);
      staging.read(DeviceBuffer.of(view), 0, bytes);
      return bytes.array();
    }

    /** Compares each way with the simplest kernel, and counts them. */
    int check(MatMul op, View a, View b, Shape shape) {
      View bias = tensor(shape.size(-1));
      View expected = empty(shape);
      View found = empty(shape);
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
          staging.write(bytes(found), DeviceBuffer.of(found), 0);
          way.launch(launcher);
          assertArrayEquals(
              read(expected), read(found), () -> way + ", " + epilogue.then() + ", seed " + SEED);
        }
      }
      return ways;
    }

    @Override
    public void close() {
      try (session;
          memory;
          staging;
          queue;
          program;
          generated) { // closed from the last to the first
        staging.read(DeviceBuffer.of(tensor(1)), 0, ByteBuffer.allocate(4));
      }
    }
  }
}
