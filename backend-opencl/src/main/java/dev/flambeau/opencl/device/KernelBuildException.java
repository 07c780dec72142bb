package dev.flambeau.opencl.device;

import dev.flambeau.op.FlambeauException;
import org.jspecify.annotations.Nullable;

/** A device's compiler refused our kernels; the message has its log and the line it names. */
public final class KernelBuildException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public KernelBuildException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
