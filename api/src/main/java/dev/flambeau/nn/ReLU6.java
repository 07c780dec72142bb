package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** {@code x} between 0 and 6, element by element. */
public final class ReLU6 extends Layer {
  @Override
  public Tensor forward(Tensor input) {
    return input.relu6();
  }
}
