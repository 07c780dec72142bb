package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x / (|x| + 1)}, element by element. */
public final class Softsign extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.softsign();
  }
}
