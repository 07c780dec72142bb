package dev.flambeau.opencl.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jocl.Pointer;

/** A few bytes outside of Java's heap, in which a kernel's argument is given; for one at a time. */
final class HostBytes {
  private ByteBuffer bytes = ByteBuffer.allocateDirect(0);
  private Pointer pointer = Pointer.to(bytes);

  HostBytes(int size) {
    grow(size);
  }

  private void grow(int size) {
    bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    pointer = Pointer.to(bytes);
  }

  /** Where these values lie until others are asked for. */
  Pointer of(int... values) {
    int size = values.length * Integer.BYTES;
    if (size > bytes.capacity()) {
      grow(size);
    }
    for (int i = 0; i < values.length; i++) {
      bytes.putInt(i * Integer.BYTES, values[i]);
    }
    return pointer;
  }
}
