package dev.flambeau.op;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the caller's code asked for something, for a message that may come much later.
 *
 * <p>To take one costs microseconds, the more the deeper the stack: a {@link Throwable} keeps its
 * stack unread; a {@link StackWalker} takes several times as long.
 */
public final class CallSite {
  /** What runs on behalf of the caller. */
  private static final List<String> OURS =
      List.of(
          "java.",
          "dev.flambeau.op.",
          "dev.flambeau.backend.",
          "dev.flambeau.tensor.",
          "dev.flambeau.nn.",
          "dev.flambeau.optim.",
          "dev.flambeau.data.",
          "dev.flambeau.io.",
          "dev.flambeau.train.",
          "dev.flambeau.models.",
          "dev.flambeau.cpu.",
          "dev.flambeau.opencl.");

  /** What this thread works for, if not for whoever calls it now. */
  private static final ThreadLocal<@Nullable CallSite> ASKED = new ThreadLocal<>();

  private final Throwable trace = new Throwable();

  private CallSite() {}

  /** Where this thread is now, or where what it does {@link #during} was asked for. */
  public static CallSite here() {
    CallSite asked = ASKED.get();
    return asked == null ? new CallSite() : asked;
  }

  /** Does late what was asked for at this site; null for one that is not known. */
  public static void during(@Nullable CallSite site, Runnable work) {
    CallSite before = workFor(site);
    try {
      work.run();
    } finally {
      workFor(before);
    }
  }

  /**
   * From here on this thread does what was asked for at this site; for whom even the object of a
   * {@link #during} would be one too many.
   *
   * @return what it worked for before, to be given back at the end
   */
  public static @Nullable CallSite workFor(@Nullable CallSite site) {
    CallSite before = ASKED.get();
    ASKED.set(site);
    return before;
  }

  /** The caller's line, the innermost that is not our own: {@code a.Main.run(Main.java:12)}. */
  @Override
  public String toString() {
    return Arrays.stream(trace.getStackTrace())
        .filter(frame -> OURS.stream().noneMatch(frame.getClassName()::startsWith))
        .findFirst()
        .map(StackTraceElement::toString)
        .orElse("an unknown line");
  }
}
