package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** The softmax over one axis. */
public final class Softmax extends Layer {
  private final int axis;

  /** Over the last axis. */
  public Softmax() {
    this(-1);
  }

  public Softmax(int axis) {
    this.axis = axis;
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.softmax(axis);
  }
}
