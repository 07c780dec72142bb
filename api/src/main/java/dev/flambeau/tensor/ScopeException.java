package dev.flambeau.tensor;

import dev.flambeau.op.FlambeauException;

/** A {@link Scope} or a {@link NoGrad} was used out of its order or on another thread. */
public class ScopeException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public ScopeException(String message) {
    super(message);
  }
}
