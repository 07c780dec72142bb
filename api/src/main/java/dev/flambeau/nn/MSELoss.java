package dev.flambeau.nn;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/** The mean of the squared differences over all elements. */
public final class MSELoss implements LossFunction {
  /**
   * Computes the loss of an output.
   *
   * @param target of the output's shape; labels become one by {@code target.oneHot(classes)}
   * @throws ShapeMismatchException if the shapes differ: they are not stretched
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    if (!target.shape().equals(output.shape())) {
      throw new ShapeMismatchException(
          "mseLoss: the target must have the output's shape "
              + output.shape()
              + ", was given "
              + target.shape());
    }
    Tensor difference = output.sub(target);
    return difference.mul(difference).mean();
  }
}
