package dev.flambeau.opencl.launch;

import dev.flambeau.op.DType;
import dev.flambeau.opencl.device.Kernel;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.memory.DeviceBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An op's launches with their arguments in place: each has a kernel object of its own, so that to
 * run them sets none. JOCL takes 350 to 550 ns to set one, more than a third of a launch.
 */
public final class PreparedLaunches extends Launcher implements AutoCloseable {
  private record Prepared(Kernel kernel, long[] global, long[] local) {}

  private final List<Kernel> kernels = new ArrayList<>();
  private final List<DeviceBuffer> scratch = new ArrayList<>();
  private final List<Prepared> launches = new ArrayList<>();

  public PreparedLaunches(LaunchContext context) {
    super(context);
  }

  @Override
  public Launch launch(Program program, String name) {
    Kernel kernel = program.create(name);
    kernels.add(kernel);
    return new Launch(this, kernel);
  }

  @Override
  void enqueue(Kernel kernel, long[] global, long[] local) {
    launches.add(new Prepared(kernel, global, local));
  }

  /** Stays until the launches are closed, since they read it in every run. */
  @Override
  public Scratch scratch(DType dtype, int elements) {
    DeviceBuffer buffer = allocate(dtype, elements);
    scratch.add(buffer);
    return new Scratch(buffer, false);
  }

  @Override
  public EagerLauncher eager() {
    return new EagerLauncher(context());
  }

  /** How many there are. */
  public int size() {
    return launches.size();
  }

  /** Enqueues them all. */
  public void run() {
    for (int i = 0; i < launches.size(); i++) { // an iterator would be an object a run
      Prepared launch = launches.get(i);
      queue().enqueue(launch.kernel(), launch.global(), launch.local());
    }
  }

  @Override
  public void close() {
    kernels.forEach(Kernel::close);
    kernels.clear();
    launches.clear();
    scratch.forEach(DeviceBuffer::close);
    scratch.clear();
  }
}
