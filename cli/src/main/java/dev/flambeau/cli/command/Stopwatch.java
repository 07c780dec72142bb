package dev.flambeau.cli.command;

/** Adds up the time of what is between each start and stop. */
public final class Stopwatch {
  private long started;
  private long nanoseconds;

  public void start() {
    started = System.nanoTime();
  }

  public void stop() {
    nanoseconds += System.nanoTime() - started;
  }

  public double seconds() {
    return nanoseconds * 1e-9;
  }
}
