package dev.flambeau.images;

import dev.flambeau.op.FlambeauException;

/**
 * A picture that cannot be read, or be made into what was asked for; the message names the file
 * where there is one.
 */
public final class PictureException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public PictureException(String message) {
    super(message);
  }

  public PictureException(String message, Throwable cause) {
    super(message, cause);
  }
}
