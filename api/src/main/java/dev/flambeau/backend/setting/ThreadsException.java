package dev.flambeau.backend.setting;

import dev.flambeau.op.FlambeauException;

/** So many host threads cannot be had; the message says how many were asked for, and may be. */
public final class ThreadsException extends FlambeauException {
  private static final long serialVersionUID = 1L;

  public ThreadsException(String message) {
    super(message);
  }

  /** The system starts no more threads. */
  public ThreadsException(int asked, int started, Throwable cause) {
    super(
        "threads: the system let "
            + started
            + " of "
            + asked
            + " be started. Ask for fewer, by withThreads or -Dflambeau.threads, or raise its limit"
            + " (ulimit -u, or that of the container).",
        cause);
  }
}
