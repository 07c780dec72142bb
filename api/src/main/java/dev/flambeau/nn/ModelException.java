package dev.flambeau.nn;

import dev.flambeau.op.FlambeauException;

/** A model was used before it had a device, or was given a state that is not its own. */
public final class ModelException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }
}
