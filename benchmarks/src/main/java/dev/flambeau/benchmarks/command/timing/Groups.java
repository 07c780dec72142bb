package dev.flambeau.benchmarks.command.timing;

import java.util.ArrayList;
import java.util.List;

/**
 * Times work in groups of runs: one look at the clock, and one wait for the device, a group.
 *
 * <p>A group lasts a millisecond or longer, so that neither the clock nor the wait counts, where it
 * is not said how many runs it has. Groups are warmed up until the compiler is through, then timed
 * for a while.
 *
 * @param warmUp seconds of runs that are not timed
 * @param measured seconds of groups that are
 * @param size runs of a group; 0 for as many as it takes
 * @param clock what figures are read from; how long all takes is of the time that passes
 */
public record Groups(double warmUp, double measured, int size, Clock clock) {
  private static final double SHORTEST_GROUP = 1e-3;

  /** A slow device is timed this often too, however long it takes. */
  private static final int FEWEST_GROUPS = 3;

  public Groups(double warmUp, double measured) {
    this(warmUp, measured, 0, Clock.WALL);
  }

  /** How long a group took: by the time that passed, and by the clock of figures. */
  private record Group(double elapsed, double counted) {}

  /** The same of so many runs each. */
  public Groups of(int runs) {
    return new Groups(warmUp, measured, runs, clock);
  }

  /** Times work of which each run is like any other. */
  public Timing time(Runnable work, Runnable wait) {
    return time(work, wait, 1);
  }

  /**
   * Times work that goes around.
   *
   * @param work one run
   * @param wait returns once all runs are done
   * @param round after so many runs it begins anew: a group whose size is open is a multiple of it
   */
  public Timing time(Runnable work, Runnable wait, int round) {
    int runs = warmedUp(work, wait, round);
    List<Double> seconds = new ArrayList<>();
    double total = 0;
    while (total < measured || seconds.size() < FEWEST_GROUPS) {
      Group group = group(work, wait, runs);
      seconds.add(group.counted() / runs);
      total += group.elapsed();
    }
    return new Timing(seconds);
  }

  /** Runs until all is warm, and gives the runs of a group by what they took then. */
  private int warmedUp(Runnable work, Runnable wait, int round) {
    int runs = size > 0 ? size : round;
    double total = 0;
    while (true) {
      double group = group(work, wait, runs).elapsed();
      total += group;
      if (size == 0 && group < SHORTEST_GROUP) {
        runs *= 2;
      } else if (total >= warmUp) {
        return runs;
      }
    }
  }

  private Group group(Runnable work, Runnable wait, int runs) {
    long start = System.nanoTime();
    long begin = clock.nanos();
    for (int run = 0; run < runs; run++) {
      work.run();
    }
    wait.run();
    double counted = (clock.nanos() - begin) * 1e-9;
    return new Group((System.nanoTime() - start) * 1e-9, counted);
  }
}
