package dev.flambeau.benchmarks.command.timing;

import dev.flambeau.cli.command.Choice;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What figures are read from. */
public enum Clock {
  /** The time that passes. */
  WALL {
    @Override
    long nanos() {
      return System.nanoTime();
    }
  },

  /** The time that the calling thread had a processor: a busy machine adds little to it. */
  THREAD {
    @Override
    long nanos() {
      return THREADS.getCurrentThreadCpuTime();
    }
  };

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  abstract long nanos();

  /** Reads one from the command line. */
  static final class Converter extends Choice<Clock> {
    Converter() {
      super(Clock.class);
    }
  }
}
