package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x > 0 ? x : alpha · expm1(x / alpha)}, element by element. */
public final class CELU extends Layer {
  private final double alpha;

  /** With an alpha of 1. */
  public CELU() {
    this(1);
  }

  public CELU(double alpha) {
    this.alpha = alpha;
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.celu(alpha);
  }
}
