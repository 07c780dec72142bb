package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code 1 / (1 + e⁻ˣ)}, element by element. */
public final class Sigmoid extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.sigmoid();
  }
}
