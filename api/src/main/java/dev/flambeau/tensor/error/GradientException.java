package dev.flambeau.tensor.error;

import dev.flambeau.op.FlambeauException;

/** A gradient was asked for where there is none: the message says why. */
public final class GradientException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public GradientException(String message) {
    super(message);
  }
}
