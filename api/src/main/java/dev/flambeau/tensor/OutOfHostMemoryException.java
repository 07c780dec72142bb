package dev.flambeau.tensor;

import dev.flambeau.op.FlambeauException;
import java.util.function.Supplier;

/** No room on Java's heap for elements that are on their way to or from a device. */
public final class OutOfHostMemoryException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  OutOfHostMemoryException(String message, OutOfMemoryError cause) {
    super(message, cause);
  }

  /** Runs what takes so many bytes of the heap at once, and names them if it cannot. */
  static <T> T guard(String what, long bytes, Supplier<T> allocation) {
    try {
      return allocation.get();
    } catch (OutOfMemoryError e) {
      throw new OutOfHostMemoryException(
          what
              + ": no room for "
              + bytes
              + " bytes on Java's heap, which may grow to "
              + Runtime.getRuntime().maxMemory()
              + ". Take fewer at once, or give Java more with -Xmx.",
          e);
    }
  }
}
