package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;

/** A backend has neither a kernel nor a decomposition for an op on these types. */
public final class UnsupportedOpException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public UnsupportedOpException(String message) {
    super(message);
  }

  public UnsupportedOpException(String message, Throwable cause) {
    super(message, cause);
  }
}
