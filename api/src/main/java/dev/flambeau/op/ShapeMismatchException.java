package dev.flambeau.op;

/** Shapes that do not fit together, or do not fit the op; the message gives all of them. */
public final class ShapeMismatchException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public ShapeMismatchException(String message) {
    super(message);
  }
}
