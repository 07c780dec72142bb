package dev.flambeau.backend;

import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.util.Arrays;
import java.util.List;

/** A backend has neither a kernel nor a decomposition for an op on these types. */
public final class UnsupportedOpException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public UnsupportedOpException(String message) {
    super(message);
  }

  public UnsupportedOpException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Says which op on which types, and what the backend has. */
  public static UnsupportedOpException of(Op op, List<TensorType> inputs, Backend backend) {
    return new UnsupportedOpException(
        op.name()
            + " on "
            + backend.device().name()
            + ": neither a kernel nor a decomposition for "
            + inputs
            + ". It has "
            + Arrays.toString(backend.device().dtypes().toArray())
            + "; cpu:reference has every op and type.");
  }
}
