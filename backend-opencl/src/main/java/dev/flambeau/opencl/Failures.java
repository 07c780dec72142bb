package dev.flambeau.opencl;

import java.util.concurrent.TimeUnit;

/**
 * How often in a row something has failed, and when last. A crash or a hang is a driver's, or comes
 * of what passes: load, two compilers in one folder, a disk that was full. So what has failed once
 * is tried again at the next start, and what has failed again once a day.
 *
 * @param last by the system's clock, in milliseconds
 */
record Failures(int times, long last) {
  static final Failures NONE = new Failures(0, 0);

  private static final long DAY = TimeUnit.DAYS.toMillis(1);

  /** With one more, now. */
  Failures andOne() {
    return new Failures(times + 1, System.currentTimeMillis());
  }

  /**
   * Whether it is time to try again.
   *
   * @param asked since when somebody wants to: who waits for another's trial takes what came of it
   */
  boolean isDue(long asked) {
    long since = asked - last;
    return times > 0 && (since > DAY || since > 0 && times == 1);
  }

  /** When that will be, as a sentence. */
  String outlook() {
    return times == 1 ? "The next start tries again." : "It is tried again in a day.";
  }
}
