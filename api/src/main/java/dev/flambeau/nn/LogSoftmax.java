package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** The logarithm of the softmax over one axis. */
public final class LogSoftmax extends Layer {
  private final int axis;

  /** Over the last axis. */
  public LogSoftmax() {
    this(-1);
  }

  public LogSoftmax(int axis) {
    this.axis = axis;
  }

  @Override
  public Tensor forward(Tensor input) {
    return input.logSoftmax(axis);
  }
}
