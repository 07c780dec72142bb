package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/**
 * {@code elu} with the two numbers that make activations tend to mean 0 and variance 1, element by
 * element.
 */
public final class SELU extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.selu();
  }
}
