package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x > 0 ? x : x · slope}, element by element. */
public final class LeakyReLU extends Layer {
  private final double slope;

  /** With a slope of 0.01. */
  public LeakyReLU() {
    this(0.01);
  }

  public LeakyReLU(double slope) {
    this.slope = slope;
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.leakyRelu(slope);
  }
}
