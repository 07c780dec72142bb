package dev.flambeau.opencl.memory;

import dev.flambeau.opencl.device.Handles;
import dev.flambeau.opencl.device.Session;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_event;
import org.jocl.cl_mem;

/**
 * Transfers between host and device, piece by piece.
 *
 * <p>A piece that is written goes into a block of the device's memory by a queue of its own, which
 * is idle but for this, so that the host does not wait for the device's work; from there it is
 * copied in order with that work. (A write that does not block would do without the block, but JOCL
 * keeps a thread waiting for each one, and not every driver suffers a second thread.)
 */
public final class Staging implements AutoCloseable {
  private static final int PIECE = 4 << 20;

  /** Pieces up to this share blocks of their own: labels. */
  private static final int SMALL_PIECE = 4 << 10;

  /** Blocks of either size; when all are waiting for the device, so does the writer. */
  private static final int BLOCKS = 16;

  private final Session session;
  private final DeviceMemory memory;

  /** Room for the largest piece so far: to clear a whole one takes 15 ms of a start. */
  private ByteBuffer host = ByteBuffer.allocateDirect(0);

  private Pointer hostPointer = Pointer.to(host);
  private final Blocks small = new Blocks(SMALL_PIECE);
  private final Blocks large = new Blocks(PIECE);

  public Staging(Session session, DeviceMemory memory) {
    this.session = session;
    this.memory = memory;
  }

  /** Copies bytes to the device, after all that was enqueued before; the source is free at once. */
  public void write(ByteBuffer source, cl_mem target, long offset) {
    int from = source.position();
    while (from < source.limit()) {
      int bytes = Math.min(source.limit() - from, PIECE);
      room(bytes).put(0, source, from, bytes);
      (bytes <= SMALL_PIECE ? small : large).write(bytes, target, offset);
      from += bytes;
      offset += bytes;
    }
  }

  /** Waits for all that was enqueued before, and copies bytes from the device. */
  public void read(cl_mem source, long offset, ByteBuffer target) {
    ByteBuffer rest = target.duplicate();
    while (rest.hasRemaining()) {
      int bytes = Math.min(rest.remaining(), PIECE);
      room(bytes);
      CL.clEnqueueReadBuffer(
          session.queue(), source, true, offset, bytes, hostPointer, 0, null, null);
      rest.put(host.limit(bytes));
      offset += bytes;
    }
  }

  /** The host's piece, with room for so many bytes at least. */
  private ByteBuffer room(int bytes) {
    if (bytes > host.capacity()) {
      int roundedUp = Integer.highestOneBit(Math.max(bytes, SMALL_PIECE) * 2 - 1);
      host = ByteBuffer.allocateDirect(roundedUp).order(ByteOrder.nativeOrder());
      hostPointer = Pointer.to(host);
    }
    return host.clear();
  }

  @Override
  public void close() {
    try (small;
        large) {
      // both, whatever becomes of one
    }
  }

  /** Memory on the device, and the event of the copy from it, an object that serves every copy. */
  private record Block(cl_mem memory, cl_event done, cl_event[] list) {
    static Block of(cl_mem memory) {
      cl_event done = new cl_event();
      return new Block(memory, done, new cl_event[] {done});
    }
  }

  /**
   * Blocks of one size, taken in turn: the one that is taken next is the first to be free. A write
   * makes no object where it needs no new block.
   */
  private final class Blocks implements AutoCloseable {
    private final long size;
    private final Deque<Block> copying = new ArrayDeque<>();
    private final int[] status = new int[1];
    private final Pointer statusPointer = Pointer.to(status);

    Blocks(long size) {
      this.size = size;
    }

    /** Writes the first bytes of the host's piece. */
    void write(long bytes, cl_mem target, long offset) {
      Block block = take();
      try {
        CL.clEnqueueWriteBuffer(
            session.transfers(), block.memory(), true, 0, bytes, hostPointer, 0, null, null);
        CL.clEnqueueCopyBuffer(
            session.queue(), block.memory(), target, 0, offset, bytes, 0, null, block.done());
      } catch (CLException e) {
        release(block);
        throw e;
      }
      Handles.opened(block.done());
      copying.add(block);
    }

    private void release(Block block) {
      CL.clReleaseMemObject(block.memory());
      Handles.released();
    }

    private Block take() {
      boolean isFree = !copying.isEmpty() && isOver(copying.peek().done());
      if (!isFree && copying.size() < BLOCKS) {
        return Block.of(memory.create(size));
      }
      Block block = copying.remove();
      try {
        await(block);
        return block;
      } catch (CLException e) {
        release(block);
        throw e;
      }
    }

    private void await(Block block) {
      try {
        CL.clWaitForEvents(1, block.list());
      } finally {
        CL.clReleaseEvent(block.done());
        Handles.released();
      }
    }

    private boolean isOver(cl_event event) {
      int what = CL.CL_EVENT_COMMAND_EXECUTION_STATUS;
      CL.clGetEventInfo(event, what, Sizeof.cl_int, statusPointer, null);
      return status[0] <= CL.CL_COMPLETE;
    }

    @Override
    public void close() {
      CLException failure = null;
      while (!copying.isEmpty()) {
        Block block = copying.remove();
        try {
          await(block);
        } catch (CLException e) {
          failure = e;
        } finally {
          release(block);
        }
      }
      if (failure != null) {
        throw failure;
      }
    }
  }
}
