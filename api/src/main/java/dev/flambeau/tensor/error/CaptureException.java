package dev.flambeau.tensor.error;

import dev.flambeau.op.FlambeauException;

/** What a step does cannot be recorded and run again; the message says what, why, and where. */
public final class CaptureException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public CaptureException(String message) {
    super(message);
  }
}
