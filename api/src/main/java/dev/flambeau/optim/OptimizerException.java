package dev.flambeau.optim;

import dev.flambeau.op.FlambeauException;

/** An optimizer was given what cannot be right, or was used after it was closed. */
public final class OptimizerException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public OptimizerException(String message) {
    super(message);
  }
}
