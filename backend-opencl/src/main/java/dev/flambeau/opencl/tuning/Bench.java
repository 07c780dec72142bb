package dev.flambeau.opencl.tuning;

import dev.flambeau.backend.View;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.EagerLauncher;
import dev.flambeau.opencl.launch.GeneratedPrograms;
import dev.flambeau.opencl.launch.KernelBench;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.launch.Parameters;
import dev.flambeau.opencl.product.ContractionLaunches;
import dev.flambeau.opencl.tile.TileSet;
import dev.flambeau.opencl.tile.WorkGroupTile;
import java.util.List;

/** A device with the kernels of products alone, which a search builds with tile after tile. */
final class Bench implements AutoCloseable {
  private final Session session;
  private final KernelBench tensors;

  Bench(OpenClDevice device) {
    session = new Session(device);
    tensors = new KernelBench(session);
  }

  /** What a device that nobody has tuned takes. */
  TileSet usual() {
    return Parameters.untuned(session, false).products();
  }

  /** Products by the simplest kernel, whose bits are the contract's. */
  Built reference() {
    return new Built(usual(), Integer.MAX_VALUE);
  }

  /**
   * Products by tiles.
   *
   * @throws IllegalArgumentException if the device cannot have them
   */
  Built build(TileSet tiles) {
    Built built = new Built(tiles, Limits.ENDLESS);
    for (WorkGroupTile tile : tiles.groups()) {
      if (tile.localBytes() > session.device().localMemoryBytes()
          || !built.generated.has(KernelFile.MATMUL_GROUPS, tile)) {
        built.close();
        throw new IllegalArgumentException("the device cannot have " + tile);
      }
    }
    return built;
  }

  /** Products, with what was built for them. */
  final class Built implements Multiplier, AutoCloseable {
    private final Program program;
    private final GeneratedPrograms generated;
    private final EagerLauncher launcher;

    private Built(TileSet tiles, long rounds) {
      Parameters parameters = Parameters.untuned(session, false).with(tiles);
      List<Program.Source> sources = GeneratedPrograms.ofProducts(KernelFile.CONTRACTION);
      List<String> kernels = KernelFile.CONTRACTION.kernels();
      program = Program.build(session, sources, kernels, parameters.macros());
      generated = new GeneratedPrograms(session, parameters);
      launcher = tensors.launcher(program, generated, parameters, rounds);
    }

    @Override
    public void multiply(Contraction op, List<View> inputs, View output) {
      ContractionLaunches.run(op, inputs, List.of(output), launcher);
    }

    @Override
    public void close() {
      await();
      generated.close();
      program.close();
    }
  }

  /** A view behind so many elements, in a buffer of which all is written. */
  View upload(TensorType type, int margin, float[] values) {
    return new View(tensors.upload(values, values.length).buffer(), margin, type);
  }

  /** Writes a view's elements. */
  void write(View view, float[] values) {
    tensors.write(view, values);
  }

  /** A buffer's first elements, as bits. */
  int[] read(View view, int elements) {
    int[] bits = new int[elements];
    tensors.read(new View(view.buffer(), 0, Product.type(elements))).asIntBuffer().get(bits);
    return bits;
  }

  void await() {
    tensors.await();
  }

  @Override
  public void close() {
    try (session;
        tensors) {
      // the tensors first, and the session whatever becomes of them
    }
  }
}
