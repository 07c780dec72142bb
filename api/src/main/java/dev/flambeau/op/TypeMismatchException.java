package dev.flambeau.op;

/** Element types that an op does not take, or does not take together. */
public final class TypeMismatchException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public TypeMismatchException(String message) {
    super(message);
  }
}
