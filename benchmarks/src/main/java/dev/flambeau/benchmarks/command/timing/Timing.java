package dev.flambeau.benchmarks.command.timing;

import java.util.List;

/**
 * How long one run took, in seconds: one figure a group of runs, ascending.
 *
 * <p>The best is what the code can do where nothing disturbs it, the median what it does, and the
 * longest shows how much was in its way.
 */
public record Timing(List<Double> seconds) {
  public Timing {
    if (seconds.isEmpty()) {
      throw new IllegalArgumentException("timing: no group was timed");
    }
    seconds = seconds.stream().sorted().toList();
  }

  public double best() {
    return seconds.get(0);
  }

  /** The middle one; between two, their mean. */
  public double median() {
    int size = seconds.size();
    return (seconds.get((size - 1) / 2) + seconds.get(size / 2)) / 2;
  }

  public double longest() {
    return seconds.get(seconds.size() - 1);
  }
}
