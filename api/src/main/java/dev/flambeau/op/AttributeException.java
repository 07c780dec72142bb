package dev.flambeau.op;

/** An op was given a number, or a name, that it cannot have. */
public final class AttributeException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public AttributeException(String message) {
    super(message);
  }
}
