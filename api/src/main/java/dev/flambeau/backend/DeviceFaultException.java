package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;

/**
 * A device or its driver failed; the message names the op and the caller's line. Where the device
 * found out later than it was asked, it names those that may have been it.
 *
 * <p>What was computed meanwhile is void: take parameters and an optimizer's state from copies that
 * were made before.
 */
public final class DeviceFaultException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public DeviceFaultException(String message) {
    super(message);
  }

  public DeviceFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
