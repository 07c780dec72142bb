package dev.flambeau.tensor.error;

import dev.flambeau.op.FlambeauException;

/** Random numbers were to be drawn where no step is that they could belong to. */
public class RandomStateException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public RandomStateException(String message) {
    super(message);
  }
}
