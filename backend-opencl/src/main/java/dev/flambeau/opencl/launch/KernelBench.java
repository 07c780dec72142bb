package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.memory.DeviceMemory;
import dev.flambeau.opencl.memory.Staging;
import dev.flambeau.opencl.queue.CommandQueue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.CL;

/**
 * A session's memory and queue without a backend above them, for what tries kernels: a probe, a
 * search for tiles, tests. Its values are FLOAT32.
 */
public final class KernelBench implements AutoCloseable {
  private final Session session;
  private final DeviceMemory memory;
  private final Staging staging;
  private final CommandQueue queue;

  /** The session outlives it. */
  public KernelBench(Session session) {
    this.session = session;
    memory = new DeviceMemory(session);
    staging = new Staging(session, memory);
    queue = new CommandQueue(session, memory);
  }

  /**
   * Launches what these programs have.
   *
   * @param rounds how many rounds the loops of a work-item may go
   */
  public EagerLauncher launcher(
      Program program, GeneratedPrograms generated, Parameters parameters, long rounds) {
    Limits limits = Limits.of(session.device(), rounds, parameters);
    return new EagerLauncher(
        new LaunchContext(queue, program, generated, memory, parameters, limits));
  }

  /** A tensor in a buffer of its own, of no values yet. */
  public View empty(int... sizes) {
    TensorType type = new TensorType(DType.FLOAT32, Shape.of(sizes));
    return new View(memory.allocate(DType.FLOAT32, type.elements()), 0, type);
  }

  /** A tensor of these values in a buffer of its own. */
  public View upload(float[] values, int... sizes) {
    View view = empty(sizes);
    write(view, values);
    return view;
  }

  /** Writes a view's elements. */
  public void write(View view, float[] values) {
    ByteBuffer bytes = bytes(values.length);
    bytes.asFloatBuffer().put(values);
    staging.write(bytes, DeviceBuffer.of(view), 4L * view.offset());
  }

  /** Waits for a view's elements. */
  public ByteBuffer read(View view) {
    ByteBuffer bytes = bytes(view.type().elements());
    staging.read(DeviceBuffer.of(view), 4L * view.offset(), bytes);
    return bytes;
  }

  private static ByteBuffer bytes(int elements) {
    return ByteBuffer.allocate(4 * elements).order(ByteOrder.nativeOrder());
  }

  /** Waits until all is done. */
  public void await() {
    CL.clFinish(session.queue());
  }

  @Override
  public void close() {
    try (memory;
        staging;
        queue) { // closed from the last to the first
      await();
    }
  }
}
