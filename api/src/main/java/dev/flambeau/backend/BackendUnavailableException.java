package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;

/** A provider cannot work on this machine; the message says what to install. */
public final class BackendUnavailableException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public BackendUnavailableException(String message) {
    super(message);
  }

  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
