package dev.flambeau.opencl.launch;

import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.opencl.memory.DeviceBuffer;
import org.jocl.cl_mem;

/**
 * Memory for values between launches of one op.
 *
 * @param isShared whether, once it is closed, what is enqueued next may have it: the queue is in
 *     order. Launches that are enqueued again and again keep theirs.
 */
public record Scratch(DeviceBuffer buffer, boolean isShared) implements AutoCloseable {
  public cl_mem memory() {
    return buffer.memory();
  }

  /** Its first elements, as a tensor of this shape. */
  public View view(int... sizes) {
    return new View(buffer, 0, new TensorType(DType.FLOAT32, Shape.of(sizes)));
  }

  @Override
  public void close() {
    if (isShared) {
      buffer.close();
    }
  }
}
