package dev.flambeau.opencl.queue;

import dev.flambeau.backend.DeviceFaultException;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.backend.View;
import dev.flambeau.opencl.device.Handles;
import dev.flambeau.opencl.device.Kernel;
import dev.flambeau.opencl.device.OpenClSettings;
import dev.flambeau.opencl.device.Session;
import dev.flambeau.opencl.memory.DeviceBuffer;
import dev.flambeau.opencl.memory.DeviceMemory;
import java.util.Locale;
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

  /** Whether each op is waited for, so that it is known which one a fault is of. */
  private final boolean blocks = OpenClSettings.blocks();

  private final Session session;
  private final DeviceMemory memory;
  private final InFlight inFlight = new InFlight(2 * RUN_AHEAD);
  private int commands;

  /** The marker that is waited for next, and the one that is set then: objects that serve all. */
  private final cl_event[][] markers = {{new cl_event()}, {new cl_event()}};

  private int marker;
  private boolean isSet;

  /** How many ops were in flight when the marker was set. */
  private long marked;

  private Origin origin = Origin.of("nothing");

  public CommandQueue(Session session, DeviceMemory memory) {
    this.session = session;
    this.memory = memory;
  }

  public Session session() {
    return session;
  }

  /** What is enqueued from now on is told to be of this origin. */
  public void begin(Origin next) {
    origin = next;
  }

  /** Something has been enqueued for this origin, by another. */
  public void note() {
    inFlight.add(origin);
  }

  /** All that this origin takes has been enqueued. */
  public void end() {
    if (blocks) {
      finish();
    }
  }

  /** Waits until all is done. */
  public void finish() {
    CL.clFinish(session.queue());
    finished();
  }

  /** All that was enqueued is known to be done, since it was waited for. */
  public void finished() {
    inFlight.done(inFlight.added());
  }

  /**
   * What went wrong on behalf of the origin, as the caller is to see it: a {@link
   * DeviceFaultException} names the op, the caller's line, and what else may have been the cause;
   * an {@link OutOfDeviceMemoryException} names the op.
   */
  public RuntimeException failure(RuntimeException e) {
    if (e instanceof CLException fault) {
      return fault(fault);
    }
    return e instanceof OutOfDeviceMemoryException full ? full.askedBy(origin.op()) : e;
  }

  private DeviceFaultException fault(CLException e) {
    String others =
        inFlight
            .text()
            .filter(ops -> !blocks)
            .map(
                ops ->
                    " The cause may be what was enqueued before and is not known to be done: "
                        + ops
                        + ". With -Dflambeau.opencl.blocking=true each op is waited for, to the"
                        + " same bits, and the one that fails is named.")
            .orElse("");
    return new DeviceFaultException(
        String.format(
                Locale.ROOT,
                "%s on %s failed, asked for at %s: %s.%s",
                origin.op(),
                session.device().info(),
                origin.line(),
                e.getMessage(),
                others)
            + " What was computed is void: take parameters and the optimizer's state from copies.",
        e);
  }

  public void enqueue(Kernel kernel, long[] global, long[] local) {
    try {
      kernel.enqueue(global, local);
    } catch (CLException e) {
      if (e.getStatus() != CL.CL_MEM_OBJECT_ALLOCATION_FAILURE) {
        throw named(kernel, e);
      }
      // Many drivers take a buffer's memory only where it is first used.
      memory.retry("the buffers of " + kernel.name(), e, () -> kernel.enqueue(global, local));
    }
    count();
  }

  private static CLException named(Kernel kernel, CLException e) {
    CLException named =
        new CLException("the kernel " + kernel.name() + ": " + e.getMessage(), e.getStatus());
    named.initCause(e);
    return named;
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
    inFlight.add(origin);
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
    long now = inFlight.added();
    try {
      awaitMarker(); // the one before
    } finally {
      marker = next;
      marked = now;
      isSet = true;
    }
    CL.clFlush(session.queue());
  }

  /** Waits for the marker, if there is one, and releases it. */
  private void awaitMarker() {
    if (isSet) {
      isSet = false;
      try {
        CL.clWaitForEvents(1, markers[marker]);
        inFlight.done(marked);
      } finally {
        CL.clReleaseEvent(markers[marker][0]);
        Handles.released();
      }
    }
  }

  @Override
  public void close() {
    awaitMarker();
  }
}
