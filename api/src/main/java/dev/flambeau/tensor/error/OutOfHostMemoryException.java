package dev.flambeau.tensor.error;

import dev.flambeau.op.FlambeauException;

/** No room on Java's heap for elements that are on their way to or from a device. */
public final class OutOfHostMemoryException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public OutOfHostMemoryException(String message, OutOfMemoryError cause) {
    super(message, cause);
  }
}
