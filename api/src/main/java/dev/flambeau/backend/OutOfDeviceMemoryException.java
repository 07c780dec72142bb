package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;

/** No room for a buffer; the message says how much was wanted and how much is held. */
public final class OutOfDeviceMemoryException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public OutOfDeviceMemoryException(String message) {
    super(message);
  }

  public OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
