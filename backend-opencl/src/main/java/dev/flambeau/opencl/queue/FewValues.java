package dev.flambeau.opencl.queue;

import dev.flambeau.backend.View;
import dev.flambeau.opencl.device.Kernel;
import dev.flambeau.opencl.device.Program;
import dev.flambeau.opencl.memory.DeviceBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.Pointer;

/**
 * Writes of so few values that they go with a launch, as its argument: fill_few in fill.cl. So the
 * host waits for nothing, and one command does what otherwise takes two, and a block of memory:
 * {@link dev.flambeau.opencl.memory.Staging}. An optimizer's numbers are such, in each step.
 */
public final class FewValues {
  /** What the kernel's argument holds beside where they go, and how many they are. */
  private static final int MOST = 14;

  private static final long[] ONE_ITEM = {1};

  private final Kernel kernel;
  private final ByteBuffer values =
      ByteBuffer.allocateDirect((2 + MOST) * Integer.BYTES).order(ByteOrder.nativeOrder());
  private final Pointer pointer = Pointer.to(values);

  public FewValues(Program program) {
    kernel = program.kernel("fill_few");
  }

  /** Whether a tensor is one of few values, of four bytes each. */
  public static boolean takes(View target) {
    return target.type().elements() <= MOST && target.type().dtype().bytes() == Integer.BYTES;
  }

  /** Writes all of a tensor, after all that was enqueued before; the source is free at once. */
  public void write(ByteBuffer source, View target, CommandQueue queue) {
    values.putInt(0, target.offset()).putInt(Integer.BYTES, target.type().elements());
    values.put(2 * Integer.BYTES, source, source.position(), source.remaining());
    kernel.setBuffer(0, DeviceBuffer.of(target));
    kernel.setBytes(1, pointer, values.capacity());
    queue.enqueue(kernel, ONE_ITEM, ONE_ITEM);
  }
}
