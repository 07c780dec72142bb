package dev.flambeau.opencl.launch;

import dev.flambeau.backend.DeviceFaultException;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.opencl.device.Handles;
import dev.flambeau.opencl.device.Kernel;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.memory.DeviceMemory;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_event;
import org.jspecify.annotations.Nullable;

/**
 * Sets arguments and enqueues kernels, for one thread at a time, and holds the host back where it
 * would run too far ahead: drivers keep host memory for each launch in flight, and a fault should
 * not be reported an epoch late.
 */
public final class Launcher implements AutoCloseable {
  /** The host is at most twice as many launches ahead: some four steps of a small network. */
  private static final int RUN_AHEAD = 128;

  private final Session session;
  private final Program program;
  private final DeviceMemory memory;
  private final boolean emulatesFma;
  private final Limits limits;
  private int launches;
  private @Nullable cl_event marker;

  public Launcher(
      Session session, Program program, DeviceMemory memory, boolean emulatesFma, Limits limits) {
    this.session = session;
    this.program = program;
    this.memory = memory;
    this.emulatesFma = emulatesFma;
    this.limits = limits;
  }

  /** Whether kernels for CPU devices are the right ones. */
  boolean isCpu() {
    return session.isCpu();
  }

  /**
   * Whether a work-item is to do as little as it can: where the program's fma is our own, in
   * integers, beside which nothing else counts, or where the device stops long loops.
   */
  boolean wantsSmallItems() {
    return emulatesFma || limits.stopsLoops();
  }

  /** The most work-items that a group of this kernel may have here. */
  int largestGroup(String kernel) {
    return program.kernel(kernel).largestGroup();
  }

  /** Begins a launch of a kernel. */
  Launch launch(String kernel) {
    return new Launch(this, program.kernel(kernel));
  }

  /** Memory for values in between; closed as soon as its last reader is enqueued. */
  DeviceBuffer scratch(DType dtype, int elements) {
    return memory.allocate(dtype, elements);
  }

  void enqueue(Kernel kernel, long[] global, long[] local) {
    try {
      kernel.enqueue(global, local);
    } catch (CLException e) {
      throw new DeviceFaultException(
          "%s: the kernel %s could not be enqueued: %s"
              .formatted(session.device().info(), kernel.name(), e.getMessage()),
          e);
    }
    count();
  }

  /** Enqueues a copy of a view that is not empty. */
  public void copy(View source, View target) {
    int bytes = source.type().dtype().bytes();
    CL.clEnqueueCopyBuffer(
        session.queue(),
        DeviceBuffer.of(source),
        DeviceBuffer.of(target),
        (long) source.offset() * bytes,
        (long) target.offset() * bytes,
        source.type().bytes(),
        0,
        null,
        null);
    count();
  }

  private void count() {
    if (++launches % RUN_AHEAD == 0) {
      holdBack();
    }
  }

  /** Waits until the launches before the last marker are done, and sets the next one. */
  private void holdBack() {
    cl_event next = new cl_event();
    CL.clEnqueueMarkerWithWaitList(session.queue(), 0, null, next);
    Handles.opened(next);
    CL.clFlush(session.queue());
    close();
    marker = next;
  }

  /** Waits for the marker, if there is one, and releases it. */
  @Override
  public void close() {
    if (marker != null) {
      CL.clWaitForEvents(1, new cl_event[] {marker});
      CL.clReleaseEvent(marker);
      Handles.released();
      marker = null;
    }
  }
}
