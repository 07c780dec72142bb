package dev.flambeau.cli.command;

import dev.flambeau.op.FlambeauException;

/** Something that the one who typed the command can mend; the message says what. */
public final class UserException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public UserException(String message) {
    super(message);
  }

  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
