package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/** Measures an output against its target. */
public interface LossFunction {
  /**
   * The loss of an output.
   *
   * @param output what the model made of a batch
   * @param target what it should have made; the loss says of which shape
   */
  Loss of(Tensor output, Tensor target);
}
