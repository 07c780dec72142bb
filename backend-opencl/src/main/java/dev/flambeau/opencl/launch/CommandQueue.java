package dev.flambeau.opencl.launch;

import dev.flambeau.backend.DeviceFaultException;
import dev.flambeau.backend.View;
import dev.flambeau.opencl.device.Handles;
import dev.flambeau.opencl.device.Kernel;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.memory.DeviceBuffer;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_event;

/**
 * A session's queue, and how far the host may run ahead of it: drivers keep host memory for each
 * launch in flight (PoCL 811 bytes), and a fault should not be reported an epoch late.
 */
public final class CommandQueue implements AutoCloseable {
  /**
   * As many commands as some two steps of a small network; the host is twice as far ahead at most.
   */
  private static final int RUN_AHEAD = 48;

  /**
   * After so many commands a GPU's driver is told to begin, since some collect them until then. CPU
   * devices begin by themselves.
   */
  private static final int FLUSH_EVERY = 16;

  private final Session session;
  private int commands;

  /** The marker that is waited for next, and the one that is set then: objects that serve all. */
  private final cl_event[][] markers = {{new cl_event()}, {new cl_event()}};

  private int marker;
  private boolean isSet;

  public CommandQueue(Session session) {
    this.session = session;
  }

  Session session() {
    return session;
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
    commands++;
    if (commands % RUN_AHEAD == 0) {
      holdBack();
    } else if (commands % FLUSH_EVERY == 0 && !session.isCpu()) {
      CL.clFlush(session.queue());
    }
  }

  /** Waits until the commands before the last marker are done, and sets the next one. */
  private void holdBack() {
    int next = 1 - marker;
    CL.clEnqueueMarkerWithWaitList(session.queue(), 0, null, markers[next][0]);
    Handles.opened(markers[next][0]);
    CL.clFlush(session.queue());
    close();
    marker = next;
    isSet = true;
  }

  /** Waits for the marker, if there is one, and releases it. */
  @Override
  public void close() {
    if (isSet) {
      CL.clWaitForEvents(1, markers[marker]);
      CL.clReleaseEvent(markers[marker][0]);
      Handles.released();
      isSet = false;
    }
  }
}
