package dev.flambeau.backend;

import dev.flambeau.op.TensorType;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * Dense, row-major elements within a buffer.
 *
 * @param buffer where they lie
 * @param offset the first one, in elements
 * @param type their type and shape
 */
public record View(Buffer buffer, int offset, TensorType type) {
  public View {
    if (buffer.dtype() != type.dtype()
        || offset < 0
        || (long) offset + type.elements() > buffer.elements()) {
      throw new IllegalArgumentException(
          "view: "
              + type
              + " at "
              + offset
              + " does not lie within "
              + buffer.elements()
              + " elements of "
              + buffer.dtype());
    }
  }

  /**
   * Checks that so many bytes remain in the host's buffer of a transfer as this view has.
   *
   * @param what read or write, for the message
   */
  public void checkLength(String what, ByteBuffer host) {
    if (host.remaining() != type.bytes()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %s takes %d bytes, the host's buffer has %d remaining",
              what,
              type,
              type.bytes(),
              host.remaining()));
    }
  }
}
