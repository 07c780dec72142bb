package dev.flambeau.nn.loss;

import dev.flambeau.tensor.Tensor;

/** A measure of an output against its target. */
@FunctionalInterface
public interface LossFunction {
  /**
   * Computes the loss of an output.
   *
   * @param output the model's output for a batch
   * @param target what it should have been; the loss says of which shape
   * @return one number, {@code ()}: losses can be added and weighted like any tensors. With {@link
   *     Reduction#NONE} one for each element
   */
  Tensor of(Tensor output, Tensor target);
}
