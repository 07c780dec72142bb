package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;

/** A device was used after it had been closed, by this thread or by another meanwhile. */
public final class DeviceClosedException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public DeviceClosedException(String device) {
    super(device + ": used after it was closed");
  }
}
