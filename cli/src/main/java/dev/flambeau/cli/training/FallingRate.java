package dev.flambeau.cli.training;

import dev.flambeau.optim.Schedule;

/**
 * A learning rate that falls linearly, towards 0 after the last step. At a constant one, how good a
 * model is depends on when its training happens to end. In FLOAT32, as ever: weights depend on it.
 *
 * @param steps of the whole training
 */
public record FallingRate(long steps) implements Schedule {
  @Override
  public double rate(double base, long step) {
    return (float) base * (steps - step) / steps;
  }
}
