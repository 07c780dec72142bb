package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code (x + 3) / 6} between 0 and 1, element by element. */
public final class Hardsigmoid extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.hardsigmoid();
  }
}
