package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;

/** A device cannot keep the strict contract; the message says why, and the way out. */
public final class NumericsRefusedException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public NumericsRefusedException(String message) {
    super(message);
  }

  public NumericsRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
