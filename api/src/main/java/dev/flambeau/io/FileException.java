package dev.flambeau.io;

import dev.flambeau.op.FlambeauException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that cannot be read or written; the message names it, and why. */
public final class FileException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  /**
   * @param problem what is wrong, and the way out
   */
  public FileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  /**
   * @param problem what could not be done; the cause's reason is added to it
   */
  FileException(Path file, String problem, IOException cause) {
    super(file + ": " + problem + ": " + reason(cause) + ".", cause);
  }

  /** In words; Java's own messages name the file again, or are that name alone. */
  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (cause instanceof ClosedByInterruptException) {
      return "the thread was interrupted";
    }
    if (cause instanceof ClosedChannelException) {
      return "it has been closed";
    }
    String message =
        cause instanceof FileSystemException system ? system.getReason() : cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
