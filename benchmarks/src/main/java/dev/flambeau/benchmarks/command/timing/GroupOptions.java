package dev.flambeau.benchmarks.command.timing;

import dev.flambeau.cli.command.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long to time. */
public final class GroupOptions {
  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      converter = Limits.Seconds.class,
      description =
          "Runs before the first that is timed. Default: what the compiler needs, 3 for an op and 8"
              + " for a step.")
  private @Nullable Float warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "1",
      converter = Limits.Seconds.class,
      description = "How long to time each. Default: ${DEFAULT-VALUE}.")
  private float measured;

  @Option(
      names = "--clock",
      paramLabel = "NAME",
      defaultValue = "wall",
      converter = Clock.Converter.class,
      completionCandidates = Clock.Converter.class,
      description =
          "${COMPLETION-CANDIDATES}: what figures are read from; thread is the time that the calling"
              + " thread had a processor, for one thread of cpu on a busy machine. Default:"
              + " ${DEFAULT-VALUE}.")
  private Clock clock = Clock.WALL;

  /** For one op, each of whose runs is like the last: until its kernel is warm. */
  public Groups forOp() {
    return groups(3);
  }

  /** For a step: until all of its ops are compiled, each as the others leave it the time. */
  public Groups forStep() {
    return groups(8);
  }

  private Groups groups(double usualWarmUp) {
    return new Groups(warmUp == null ? usualWarmUp : warmUp, measured, 0, clock);
  }
}
