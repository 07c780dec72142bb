package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;

/** A device or its driver failed; the message names the op. */
public final class DeviceFaultException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public DeviceFaultException(String message) {
    super(message);
  }

  public DeviceFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
