package dev.flambeau.cli.training;

import dev.flambeau.optim.Optimizer;

/**
 * A learning rate that falls linearly, towards 0 after the last step. At a constant one, how good a
 * model is depends on when its training happens to end.
 *
 * @param first the rate of the first step
 * @param steps of the whole training
 */
public record FallingRate(double first, long steps) {
  /** Gives an optimizer the rate of a step. */
  public void apply(Optimizer optimizer, long step) {
    optimizer.learningRate((float) first * (steps - step) / steps);
  }
}
