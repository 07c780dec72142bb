package dev.flambeau.opencl.tuning;

import dev.flambeau.backend.View;
import dev.flambeau.kernels.KernelFile;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.launch.CommandQueue;
import dev.flambeau.opencl.launch.EagerLauncher;
import dev.flambeau.opencl.launch.GeneratedPrograms;
import dev.flambeau.opencl.launch.GroupTile;
import dev.flambeau.opencl.launch.LaunchTable;
import dev.flambeau.opencl.launch.Launcher.Workshop;
import dev.flambeau.opencl.launch.Limits;
import dev.flambeau.opencl.launch.Parameters;
import dev.flambeau.opencl.launch.ProductTiles;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.memory.DeviceMemory;
import dev.flambeau.opencl.memory.Staging;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jocl.CL;

/** A device with the kernels of products alone, which a search builds with tile after tile. */
final class Bench implements AutoCloseable {
  private final Session session;
  private final DeviceMemory memory;
  private final Staging staging;
  private final CommandQueue queue;
  private final LaunchTable table = new LaunchTable();

  Bench(OpenClDevice device) {
    session = new Session(device);
    memory = new DeviceMemory(session);
    staging = new Staging(session, memory);
    queue = new CommandQueue(session, memory);
  }

  /** What a device that nobody has tuned takes. */
  ProductTiles usual() {
    return Parameters.untuned(session, false).products();
  }

  /** Products by the simplest kernel, whose bits are the contract's. */
  Built reference() {
    return new Built(usual(), new Limits(session.device().localMemoryBytes(), Integer.MAX_VALUE));
  }

  /**
   * Products by tiles.
   *
   * @throws IllegalArgumentException if the device cannot have them
   */
  Built build(ProductTiles tiles) {
    Limits limits = new Limits(session.device().localMemoryBytes(), Limits.ENDLESS);
    Built built = new Built(tiles, limits);
    for (GroupTile tile : tiles.groups()) {
      if (tile.localBytes() > session.device().localMemoryBytes() || !built.generated.has(tile)) {
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

    private Built(ProductTiles tiles, Limits limits) {
      Parameters parameters = Parameters.untuned(session, false).with(tiles);
      List<Program.Source> sources = GeneratedPrograms.ofProducts(KernelFile.CONTRACTION);
      List<String> kernels = KernelFile.CONTRACTION.kernels();
      program = Program.build(session, sources, kernels, parameters.macros());
      generated = new GeneratedPrograms(session, parameters);
      launcher =
          new EagerLauncher(new Workshop(queue, program, generated, memory, parameters, limits));
    }

    @Override
    public void multiply(Op op, List<View> inputs, View output) {
      table.run(op, inputs, List.of(output), launcher);
    }

    @Override
    public void close() {
      CL.clFinish(session.queue());
      generated.close();
      program.close();
    }
  }

  /** A view behind so many elements, in a buffer of which all is written. */
  View upload(TensorType type, int margin, float[] values) {
    DeviceBuffer buffer = memory.allocate(DType.FLOAT32, values.length);
    write(new View(buffer, 0, Product.type(values.length)), values);
    return new View(buffer, margin, type);
  }

  /** Writes a view's elements. */
  void write(View view, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(values);
    staging.write(bytes, DeviceBuffer.of(view), 4L * view.offset());
  }

  /** A buffer's first elements, as bits. */
  int[] read(View view, int elements) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * elements).order(ByteOrder.nativeOrder());
    staging.read(DeviceBuffer.of(view), 0, bytes);
    int[] bits = new int[elements];
    bytes.clear().order(ByteOrder.nativeOrder()).asIntBuffer().get(bits);
    return bits;
  }

  void await() {
    CL.clFinish(session.queue());
  }

  @Override
  public void close() {
    try (session;
        memory;
        staging;
        queue) { // closed from the last to the first
      await();
    }
  }
}
