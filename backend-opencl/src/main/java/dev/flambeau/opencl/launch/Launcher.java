package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.opencl.device.Kernel;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.memory.DeviceMemory;
import java.util.List;

/**
 * What becomes of the launches that an op's row asks for: they are enqueued at once ({@link
 * EagerLauncher}), or made ready to be enqueued many times ({@link PreparedLaunches}). For one
 * thread at a time.
 */
public abstract sealed class Launcher permits EagerLauncher, PreparedLaunches {
  /** What launches are made of. */
  public record Workshop(
      CommandQueue queue,
      Program program,
      GeneratedPrograms generated,
      DeviceMemory memory,
      Parameters parameters,
      Limits limits) {}

  private final Workshop workshop;

  Launcher(Workshop workshop) {
    this.workshop = workshop;
  }

  Workshop workshop() {
    return workshop;
  }

  CommandQueue queue() {
    return workshop.queue();
  }

  Program program() {
    return workshop.program();
  }

  /** Whether kernels for CPU devices are the right ones. */
  boolean isCpu() {
    return queue().session().isCpu();
  }

  /**
   * Whether a work-item is to do as little as it can: where the program's fma is our own, beside
   * which nothing else counts, or where the device stops long loops.
   */
  boolean wantsSmallItems() {
    return parameters().emulatesFma() || workshop.limits().stopsLoops();
  }

  /** What the program was compiled for. */
  Parameters parameters() {
    return workshop.parameters();
  }

  /** How many work-groups the device computes at a time. */
  int computeUnits() {
    return queue().session().device().computeUnits();
  }

  /** Begins a launch of a kernel. */
  Launch launch(String kernel) {
    return launch(program(), kernel);
  }

  /** Programs that are built when they are asked for. */
  GeneratedPrograms generated() {
    return workshop.generated();
  }

  /** Begins a launch of a kernel whose text was written for it. */
  Launch launchWritten(String text, String kernel) {
    return launch(workshop.generated().of(text, kernel), kernel);
  }

  abstract Launch launch(Program program, String kernel);

  /** Takes a launch whose arguments are set. */
  abstract void enqueue(Kernel kernel, long[] global, long[] local);

  /** Memory for values between launches; closed as soon as its last reader is enqueued. */
  abstract Scratch scratch(DType dtype, int elements);

  /** Enqueues at once, whatever this one does: for what is computed but once. */
  abstract EagerLauncher eager();

  /** So many ones, which nobody changes. */
  Scratch ones(int elements) {
    Scratch scratch = scratch(DType.FLOAT32, elements);
    try {
      View view = scratch.view(elements);
      Fill ones = new Fill(DType.FLOAT32, view.type().shape(), 1);
      Elementwise.fill(ones, List.of(), List.of(view), eager());
      return scratch;
    } catch (RuntimeException | Error e) {
      scratch.close();
      throw e;
    }
  }

  DeviceBuffer allocate(DType dtype, int elements) {
    return workshop.memory().allocate(dtype, elements);
  }
}
