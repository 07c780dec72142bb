package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code log(1 + exp(beta · x)) / beta}, element by element. */
public final class Softplus extends Layer {
  private final double beta;

  /** With a beta of 1. */
  public Softplus() {
    this(1);
  }

  public Softplus(double beta) {
    this.beta = beta;
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.softplus(beta);
  }
}
