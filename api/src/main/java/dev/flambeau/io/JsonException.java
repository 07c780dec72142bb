package dev.flambeau.io;

/** Text that the reader of headers refuses; the message says where, what was expected and found. */
final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }
}
