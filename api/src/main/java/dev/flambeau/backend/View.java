package dev.flambeau.backend;

import dev.flambeau.op.TensorType;

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
}
