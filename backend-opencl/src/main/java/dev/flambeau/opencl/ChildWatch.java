package dev.flambeau.opencl;

import java.time.Duration;

/**
 * Tells a process that hangs from one that is slow. Where many share few cores, minutes may pass
 * before a sound one has news; but it gets some of the processor's time, and one that waits for
 * ever takes none. One that runs in circles takes what it gets, so that has an end as well.
 */
final class ChildWatch {
  /** Of the time that a process hears nothing for: Java's own threads take less. */
  private static final int IDLE = 100;

  /** How much more of the processor's time than of the clock's a process may take without news. */
  private static final int CIRCLES = 4;

  private final ProcessHandle process;
  private final Duration limit;
  private long since;
  private Duration usedThen;
  private Duration usedAtNews;

  /**
   * @param limit for how long it may do nothing
   */
  ChildWatch(ProcessHandle process, Duration limit) {
    this.process = process;
    this.limit = limit;
    this.usedAtNews = used();
    begin(usedAtNews);
  }

  private void begin(Duration used) {
    since = System.nanoTime();
    usedThen = used;
  }

  private Duration used() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Notes that there was news of it. */
  void news() {
    usedAtNews = used();
    begin(usedAtNews);
  }

  /** Whether it does nothing, or nothing but going in circles. */
  boolean isHung() {
    if (System.nanoTime() - since < limit.toNanos()) {
      return false;
    }
    Duration used = used();
    boolean isIdle = used.minus(usedThen).compareTo(limit.dividedBy(IDLE)) < 0;
    begin(used);
    return isIdle || used.minus(usedAtNews).compareTo(limit.multipliedBy(CIRCLES)) > 0;
  }
}
