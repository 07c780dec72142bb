package dev.flambeau.op;

/** The parent of every exception that Flambeau throws for something a caller can act on. */
public abstract class FlambeauException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected FlambeauException(String message) {
    super(message);
  }

  protected FlambeauException(String message, Throwable cause) {
    super(message, cause);
  }
}
