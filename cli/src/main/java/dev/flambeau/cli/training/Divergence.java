package dev.flambeau.cli.training;

import dev.flambeau.cli.command.Failure;
import dev.flambeau.cli.command.Output;

/** Training whose loss has ceased to be a number, so that its weights are of no use. */
public final class Divergence {
  private Divergence() {}

  /**
   * Tells the user of it, once the run's results are out.
   *
   * @param value the last loss, or an error of the test
   * @param rate the learning rate that was
   * @return the run's exit status
   */
  public static int status(double value, float rate, Output output) {
    if (Double.isFinite(value)) {
      return 0;
    }
    output.warn(
        "The training diverged: its loss is " + value + ". Take a lower --lr than " + rate + ".");
    return Failure.NO_GOOD;
  }
}
