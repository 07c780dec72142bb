package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x − tanh x}, element by element. */
public final class Tanhshrink extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.tanhshrink();
  }
}
