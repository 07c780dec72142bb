package dev.flambeau.opencl.device;

import dev.flambeau.op.FlambeauException;

/** A device's compiler refused our kernels; the message has its log and the line it names. */
public final class KernelBuildException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  KernelBuildException(String message, Throwable cause) {
    super(message, cause);
  }
}
