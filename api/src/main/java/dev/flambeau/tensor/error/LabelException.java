package dev.flambeau.tensor.error;

import dev.flambeau.op.FlambeauException;

/** A label is no class; the message says which, where it stands, and what was asked of it. */
public final class LabelException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public LabelException(String message) {
    super(message);
  }
}
