package dev.flambeau.cli.command;

import dev.flambeau.op.FlambeauException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Objects;

/**
 * A failure as the user is told of it.
 *
 * @param status the exit status
 * @param message one line: what failed, and the way out
 */
public record Failure(int status, String message) {
  /** The status of what the user can mend. */
  public static final int REFUSED = 2;

  /** The status of a run that came to its end with a result that is no good. */
  public static final int NO_GOOD = 1;

  private static final long MIB = 1L << 20;

  public Failure {
    message = OneLine.of(message);
  }

  /** Finds words for what was thrown. */
  public static Failure of(Throwable thrown) {
    if (thrown instanceof FlambeauException) {
      return refused(String.valueOf(thrown.getMessage()));
    }
    if (thrown instanceof InvalidPathException e) {
      return refused(words(e));
    }
    if (thrown instanceof UncheckedIOException e) {
      return refused(words(Objects.requireNonNull(e.getCause())));
    }
    if (thrown instanceof IOException e) {
      return refused(words(e));
    }
    return thrown instanceof Error e ? of(e) : ours(thrown);
  }

  private static Failure of(Error error) {
    if (error instanceof OutOfMemoryError) {
      return refused(words((OutOfMemoryError) error));
    }
    if (error instanceof StackOverflowError) {
      return refused(
          "Java's stack does not suffice. Give it more, as by FLAMBEAU_JVM_OPTIONS=-Xss64m.");
    }
    if (error instanceof LinkageError) {
      return refused("This Java lacks a part: " + error + ". Use a full JDK, 17 or later.");
    }
    return ours(error);
  }

  private static Failure refused(String message) {
    return new Failure(REFUSED, message);
  }

  /** A mistake of Flambeau's own, with the place where it shows. */
  private static Failure ours(Throwable thrown) {
    StackTraceElement[] trace = thrown.getStackTrace();
    String place = trace.length == 0 ? "" : ", at " + trace[0];
    return new Failure(
        NO_GOOD,
        "A mistake in Flambeau itself: "
            + thrown
            + place
            + ". FLAMBEAU_JVM_OPTIONS=-Dflambeau.trace=true shows the whole trace.");
  }

  private static String words(InvalidPathException e) {
    return String.format(
        Locale.ROOT,
        "'%s' is no name for a file in this locale, whose letters are %s (%s). Set LC_ALL=C.UTF-8.",
        e.getInput(),
        System.getProperty("sun.jnu.encoding"),
        e.getReason());
  }

  private static String words(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "No such file: " + e.getMessage();
    }
    if (e instanceof AccessDeniedException denied) {
      return "No permission for " + denied.getFile();
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String words(OutOfMemoryError e) {
    return String.valueOf(e.getMessage()).contains("native thread")
        ? "The system lets Java start no more threads. Use fewer, by --threads, or raise ulimit -u."
        : String.format(
            Locale.ROOT,
            "Java's heap of %d MiB does not suffice. Give it more, as by FLAMBEAU_JVM_OPTIONS=-Xmx8g.",
            Runtime.getRuntime().maxMemory() / MIB);
  }
}
