package dev.flambeau.cli.command;

import dev.flambeau.op.FlambeauException;

/** The command was carried out by another process, started with another environment. */
public final class RestartedException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  private final int status;

  RestartedException(int status) {
    super("another process ended with status " + status);
    this.status = status;
  }

  /** Its exit status, to be our own. */
  public int status() {
    return status;
  }
}
