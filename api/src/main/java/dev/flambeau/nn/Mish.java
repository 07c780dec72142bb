package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x · tanh(softplus x)}, element by element. */
public final class Mish extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.mish();
  }
}
