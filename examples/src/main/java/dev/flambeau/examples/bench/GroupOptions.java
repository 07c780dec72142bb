package dev.flambeau.examples.bench;

import dev.flambeau.examples.command.Limits;
import picocli.CommandLine.Option;

/** How long to time. */
public final class GroupOptions {
  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "1",
      converter = Limits.Rate.class,
      description = "Runs before the first that is timed. Default: ${DEFAULT-VALUE}.")
  private float warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "1",
      converter = Limits.Rate.class,
      description = "How long to time each. Default: ${DEFAULT-VALUE}.")
  private float measured;

  /** What was asked for. */
  public Groups groups() {
    return new Groups(warmUp, measured);
  }
}
