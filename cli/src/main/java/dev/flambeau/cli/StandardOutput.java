package dev.flambeau.cli;

import dev.flambeau.cli.command.Failure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Standard output that remembers whether it could be written. Java's own forgets why; and a result
 * that went nowhere must not end like one that was read.
 */
final class StandardOutput extends FilterOutputStream {
  /** How a shell reports a program that wrote to a pipe without a reader: 128 + SIGPIPE. */
  static final int BROKEN_PIPE = 141;

  private @Nullable IOException failure;

  StandardOutput(OutputStream stream) {
    super(stream);
  }

  /** Takes the place of {@link System#out}. */
  static StandardOutput install() {
    var output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(output, true));
    return output;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /**
   * The exit status of a command that ended with this one, once all it printed is written. A reader
   * that has read enough, as {@code head} does, is no failure to speak of.
   */
  int status(int ended, PrintWriter err) {
    System.out.flush();
    if (failure == null || ended != 0) {
      return ended;
    }
    if ("Broken pipe".equals(failure.getMessage())) {
      return BROKEN_PIPE;
    }
    err.println("Standard output cannot be written: " + failure.getMessage());
    err.flush();
    return Failure.REFUSED;
  }
}
