package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** The softmax of {@code −x} over one axis. */
public final class Softmin extends Layer {
  private final int axis;

  /** Over the last axis. */
  public Softmin() {
    this(-1);
  }

  public Softmin(int axis) {
    this.axis = axis;
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.softmin(axis);
  }
}
