package dev.flambeau.tensor.error;

import dev.flambeau.op.FlambeauException;

/** Tensors of different devices met in one op. */
public final class DeviceMismatchException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public DeviceMismatchException(String message) {
    super(message);
  }
}
