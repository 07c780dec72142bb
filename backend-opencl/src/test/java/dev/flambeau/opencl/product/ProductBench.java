package dev.flambeau.opencl.product;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.backend.View;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.OpenClDevices;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Platforms;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.GeneratedPrograms;
import dev.flambeau.opencl.launch.KernelBench;
import dev.flambeau.opencl.launch.Launcher;
import dev.flambeau.opencl.launch.Parameters;
import dev.flambeau.opencl.tile.TileSet;
import dev.flambeau.opencl.tile.WorkGroupTile;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What it takes to launch products. */
final class ProductBench implements AutoCloseable {
  static final long SEED = Long.getLong("flambeau.seed", 1);

  /** One that vectors fit, and one for an fma of our own. */
  private static final WorkGroupTile VECTORS = new WorkGroupTile(8, 8, 16, 2, 4, 2, 2, 2);

  private static final WorkGroupTile SINGLE = new WorkGroupTile(8, 4, 16, 2, 1, 1, 1, 1);

  private static final float[] SPECIAL = {
    0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE
  };

  private final Session session;
  final KernelBench tensors;
  private final Program program;
  final GeneratedPrograms generated;
  final Launcher launcher;
  final List<WorkGroupTile> tiles;
  private final Random random = new Random(SEED);

  /** Where each work-item's step takes microseconds: there once of each kind is enough. */
  final boolean isInterpreted;

  ProductBench(DeviceInfo info) {
    this(info, null);
  }

  /** With given tiles, or those that suit the device's fma. */
  ProductBench(DeviceInfo info, @Nullable List<WorkGroupTile> given) {
    OpenClDevice device =
        Platforms.devices().stream()
            .filter(one -> one.info().equals(info))
            .findFirst()
            .orElseThrow();
    boolean emulates = OpenClDevices.PROVIDER.admission(info).verdict() != Verdict.STRICT;
    List<WorkGroupTile> usual = emulates ? List.of(SINGLE) : List.of(VECTORS, SINGLE);
    tiles = given == null ? usual : given;
    isInterpreted = info.platform().startsWith("Oclgrind");
    session = new Session(device);
    Parameters untuned = Parameters.untuned(session, emulates);
    Parameters parameters =
        given == null ? untuned : untuned.with(new TileSet(untuned.tile(), given));
    tensors = new KernelBench(session);
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

  /** A tensor behind others, of which some values are infinite, zero, or no number. */
  View special(Shape shape) {
    float[] values = new float[SPECIAL.length + shape.elements()];
    for (int i = SPECIAL.length; i < values.length; i++) {
      float usual = (random.nextFloat() - 0.5f) * Math.scalb(1f, random.nextInt(20));
      values[i] = random.nextInt(200) == 0 ? SPECIAL[random.nextInt(SPECIAL.length)] : usual;
    }
    View all = tensors.upload(values, values.length);
    return new View(all.buffer(), SPECIAL.length, new TensorType(DType.FLOAT32, shape));
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
