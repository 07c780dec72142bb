package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x > 0 ? x : alpha · expm1 x}, element by element. */
public final class ELU extends Layer {
  private final double alpha;

  /** With an alpha of 1. */
  public ELU() {
    this(1);
  }

  public ELU(double alpha) {
    this.alpha = alpha;
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.elu(alpha);
  }
}
