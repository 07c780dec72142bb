package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x}, but no less than one number and no more than another, element by element. */
public final class Hardtanh extends Layer {
  private final double min;
  private final double max;

  /** Between −1 and 1. */
  public Hardtanh() {
    this(-1, 1);
  }

  public Hardtanh(double min, double max) {
    this.min = min;
    this.max = max;
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.hardtanh(min, max);
  }
}
