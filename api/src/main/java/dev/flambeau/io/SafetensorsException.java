package dev.flambeau.io;

import dev.flambeau.op.FlambeauException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A safetensors file that breaks the format, or does not fit what it is read into or made from. */
public final class SafetensorsException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what is wrong, and what was expected
   */
  public SafetensorsException(Path file, String problem) {
    super(file + ": " + problem);
  }

  public SafetensorsException(Path file, String problem, @Nullable Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
