package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x · hardsigmoid x}, element by element. */
public final class Hardswish extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.hardswish();
  }
}
