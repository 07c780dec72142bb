package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** The logarithm of the sigmoid, element by element. */
public final class LogSigmoid extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.logSigmoid();
  }
}
