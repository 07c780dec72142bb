package dev.flambeau.opencl.launch;

import dev.flambeau.op.DType;
import dev.flambeau.opencl.device.Kernel;
import dev.flambeau.opencl.device.Program;

/**
 * Enqueues launches at once, by the program's own kernel objects: of their arguments those are set
 * that are others than in the launch before.
 */
public final class EagerLauncher extends Launcher {
  public EagerLauncher(LaunchContext context) {
    super(context);
  }

  @Override
  public Launch launch(Program program, String kernel) {
    return new Launch(this, program.kernel(kernel));
  }

  @Override
  void enqueue(Kernel kernel, long[] global, long[] local) {
    queue().enqueue(kernel, global, local);
  }

  @Override
  public Scratch scratch(DType dtype, int elements) {
    return new Scratch(allocate(dtype, elements), true);
  }

  @Override
  public EagerLauncher eager() {
    return this;
  }
}
