package dev.flambeau.io;

/** An element that the type asked for does not hold; the message follows the tensor's name. */
final class ElementException extends Exception {
  private static final long serialVersionUID = 1L;

  ElementException(String message) {
    super(message);
  }
}
