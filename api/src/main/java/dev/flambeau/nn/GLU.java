package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** The first half along one axis times the sigmoid of the second. */
public final class GLU extends Layer {
  private final int axis;

  /** Over the last axis. */
  public GLU() {
    this(-1);
  }

  public GLU(int axis) {
    this.axis = axis;
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.glu(axis);
  }
}
