package dev.flambeau.data;

import dev.flambeau.op.FlambeauException;

/**
 * Data that cannot be used as it is: a damaged file, a label out of range, counts that differ; the
 * message names the place and what was expected there.
 */
public final class DatasetException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public DatasetException(String message) {
    super(message);
  }

  public DatasetException(String message, Throwable cause) {
    super(message, cause);
  }
}
