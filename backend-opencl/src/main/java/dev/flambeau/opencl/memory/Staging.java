package dev.flambeau.opencl.memory;

import dev.flambeau.opencl.device.Handles;
import dev.flambeau.opencl.device.Session;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;
import org.jocl.cl_mem;

/**
 * Host memory for transfers. A write copies the caller's bytes here and returns at once; the memory
 * serves again when the device has read it.
 */
public final class Staging implements AutoCloseable {
  private static final int SMALLEST = 1 << 12;

  /** Bytes waiting for the device beyond which a writer waits too. */
  private static final long MOST_IN_FLIGHT = 64L << 20;

  private record Transfer(ByteBuffer memory, cl_event done) {}

  private final Session session;
  private final Deque<Transfer> inFlight = new ArrayDeque<>();
  private final List<ByteBuffer> free = new ArrayList<>();
  private long bytesInFlight;

  public Staging(Session session) {
    this.session = session;
  }

  /** Copies bytes to the device, after all that was enqueued before. */
  public void write(ByteBuffer source, cl_mem target, long offset) {
    reclaim(bytesInFlight > MOST_IN_FLIGHT);
    ByteBuffer memory = take(source.remaining());
    int size = source.remaining();
    memory.put(source.duplicate()).flip();
    cl_event done = new cl_event();
    boolean wait = session.device().completesTransfersEarly();
    CL.clEnqueueWriteBuffer(
        session.queue(), target, wait, offset, size, Pointer.to(memory), 0, null, done);
    Handles.opened(done);
    inFlight.add(new Transfer(memory, done));
    bytesInFlight += memory.capacity();
  }

  /** Waits for all that was enqueued before, and copies bytes from the device. */
  public void read(cl_mem source, long offset, ByteBuffer target) {
    ByteBuffer memory = take(target.remaining());
    memory.limit(target.remaining());
    Pointer pointer = Pointer.to(memory);
    CL.clEnqueueReadBuffer(
        session.queue(), source, true, offset, target.remaining(), pointer, 0, null, null);
    target.duplicate().put(memory);
    free.add(memory);
    reclaim(true);
  }

  private ByteBuffer take(int bytes) {
    for (int i = free.size() - 1; i >= 0; i--) {
      int capacity = free.get(i).capacity();
      if (capacity >= bytes && capacity / 4 <= Math.max(bytes, SMALLEST)) {
        return free.remove(i).clear();
      }
    }
    int size = Math.max(SMALLEST, bytes);
    return ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
  }

  /** Takes back what the device has read; the oldest are done first. */
  private void reclaim(boolean wait) {
    while (!inFlight.isEmpty() && (wait || isDone(inFlight.peek().done()))) {
      Transfer transfer = inFlight.remove();
      CL.clWaitForEvents(1, new cl_event[] {transfer.done()});
      CL.clReleaseEvent(transfer.done());
      Handles.released();
      bytesInFlight -= transfer.memory().capacity();
      free.add(transfer.memory());
    }
  }

  private static boolean isDone(cl_event event) {
    int[] status = new int[1];
    CL.clGetEventInfo(
        event, CL.CL_EVENT_COMMAND_EXECUTION_STATUS, Sizeof.cl_int, Pointer.to(status), null);
    return status[0] == CL.CL_COMPLETE;
  }

  @Override
  public void close() {
    reclaim(true);
    free.clear();
  }
}
