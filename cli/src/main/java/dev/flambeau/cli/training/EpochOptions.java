package dev.flambeau.cli.training;

import dev.flambeau.cli.command.Limits;
import picocli.CommandLine.Option;

/** How long a classifier is trained, in what steps, and from what random numbers. */
public final class EpochOptions {
  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = Limits.Count.class,
      description = "Images of a training step. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      converter = Limits.Count.class,
      description = "Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of all that is random: weights, shuffles, crops. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  /** These options, with what a command takes where they are not given. */
  public EpochOptions(int batch, int epochs) {
    this.batch = batch;
    this.epochs = epochs;
  }

  public int batch() {
    return batch;
  }

  public int epochs() {
    return epochs;
  }

  public long seed() {
    return seed;
  }
}
