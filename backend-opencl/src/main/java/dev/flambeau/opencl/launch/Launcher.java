package dev.flambeau.opencl.launch;

import dev.flambeau.op.DType;
import dev.flambeau.opencl.device.Kernel;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.queue.CommandQueue;

/**
 * What becomes of the launches that an op's row asks for: they are enqueued at once ({@link
 * EagerLauncher}), or made ready to be enqueued many times ({@link PreparedLaunches}). For one
 * thread at a time.
 */
public abstract sealed class Launcher permits EagerLauncher, PreparedLaunches {
  private final LaunchContext context;

  Launcher(LaunchContext context) {
    this.context = context;
  }

  LaunchContext context() {
    return context;
  }

  CommandQueue queue() {
    return context.queue();
  }

  Program program() {
    return context.program();
  }

  /** Whether kernels for CPU devices are the right ones. */
  public boolean isCpu() {
    return queue().session().isCpu();
  }

  /**
   * Whether a work-item is to do as little as it can: where the program's fma is our own, beside
   * which nothing else counts, or where the device stops long loops.
   */
  public boolean wantsSmallItems() {
    return parameters().emulatesFma() || context.limits().stopsLoops();
  }

  /** What the program was compiled for. */
  public Parameters parameters() {
    return context.parameters();
  }

  /** How many work-groups the device computes at a time. */
  public int computeUnits() {
    return queue().session().device().computeUnits();
  }

  /** Local memory for one work-group. */
  public long localMemoryBytes() {
    return context.limits().localMemoryBytes();
  }

  /** What all arguments of a kernel may take. */
  public long argumentBytes() {
    return queue().session().device().argumentBytes();
  }

  /** Begins a launch of a kernel. */
  public Launch launch(String kernel) {
    return launch(program(), kernel);
  }

  /** Programs that are built when they are asked for. */
  public GeneratedPrograms generated() {
    return context.generated();
  }

  /** Begins a launch of a kernel whose text was written for it. */
  public Launch launchWritten(String text, String kernel) {
    return launch(context.generated().of(text, kernel), kernel);
  }

  public abstract Launch launch(Program program, String kernel);

  /** Takes a launch whose arguments are set. */
  abstract void enqueue(Kernel kernel, long[] global, long[] local);

  /** Memory for values between launches; closed as soon as its last reader is enqueued. */
  public abstract Scratch scratch(DType dtype, int elements);

  /** Enqueues at once, whatever this one does: for what is computed but once. */
  public abstract EagerLauncher eager();

  DeviceBuffer allocate(DType dtype, int elements) {
    return context.memory().allocate(dtype, elements);
  }
}
