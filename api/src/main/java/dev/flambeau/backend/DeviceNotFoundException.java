package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;

/**
 * No device has the name that was asked for, or several do; the message lists those that are there.
 */
public final class DeviceNotFoundException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public DeviceNotFoundException(String message) {
    super(message);
  }

  public DeviceNotFoundException(String message, Throwable cause) {
    super(message, cause);
  }
}
