package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x ≤ 0 ? 0 : x}, element by element. */
public final class ReLU extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.relu();
  }
}
