package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** The hyperbolic tangent, element by element. */
public final class Tanh extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.tanh();
  }
}
