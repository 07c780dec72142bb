package dev.flambeau.tensor.error;

import dev.flambeau.op.FlambeauException;

/** A tensor was used after it, its scope or its device was closed. */
public final class ClosedTensorException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public ClosedTensorException(String message) {
    super(message);
  }
}
