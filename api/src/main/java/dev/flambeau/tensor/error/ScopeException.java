package dev.flambeau.tensor.error;

import dev.flambeau.op.FlambeauException;

/** A {@code Scope} or a {@code NoGrad} was used out of its order or on another thread. */
public class ScopeException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public ScopeException(String message) {
    super(message);
  }
}
