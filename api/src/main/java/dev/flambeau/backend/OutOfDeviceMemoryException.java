package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;

/**
 * No room for a buffer, though what was pooled was given up and the allocation tried once more. The
 * message names the op that asked, and says how much was wanted and how much is held. Parameters
 * and an optimizer's state are as they were before the step.
 */
public final class OutOfDeviceMemoryException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  private final boolean namesOp;

  public OutOfDeviceMemoryException(String message) {
    super(message);
    namesOp = false;
  }

  public OutOfDeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
    namesOp = false;
  }

  private OutOfDeviceMemoryException(String op, OutOfDeviceMemoryException unnamed) {
    super(op + ": " + unnamed.getMessage(), unnamed.getCause());
    setStackTrace(unnamed.getStackTrace());
    namesOp = true;
  }

  /** The same, with the op that asked for memory in front; one that names an op already stays. */
  public OutOfDeviceMemoryException askedBy(String op) {
    return namesOp ? this : new OutOfDeviceMemoryException(op, this);
  }
}
