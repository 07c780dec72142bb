package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x · sigmoid x}, element by element. */
public final class SiLU extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.silu();
  }
}
