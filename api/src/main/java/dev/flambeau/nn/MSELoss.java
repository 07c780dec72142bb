package dev.flambeau.nn;

import dev.flambeau.op.DType;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/** The mean of the squared differences over all elements. */
public final class MSELoss implements LossFunction {
  private final boolean oneHotTargets;

  /** For targets of the output's shape. */
  public MSELoss() {
    this(false);
  }

  /**
   * For targets of the output's shape, or for labels.
   *
   * @param oneHotTargets whether targets are INT32 labels {@code (N)} for outputs {@code (N, C)},
   *     to be turned into rows with a 1 at the label
   */
  public MSELoss(boolean oneHotTargets) {
    this.oneHotTargets = oneHotTargets;
  }

  /**
   * The loss of an output.
   *
   * @throws ShapeMismatchException if the shapes differ: they are not stretched
   */
  @Override
  public Loss of(Tensor output, Tensor target) {
    Tensor goal =
        oneHotTargets && target.dtype() == DType.INT32 && output.shape().rank() > 0
            ? target.oneHot(output.shape().size(-1))
            : target;
    if (!goal.shape().equals(output.shape())) {
      throw new ShapeMismatchException(
          "mseLoss: the target must have the output's shape "
              + output.shape()
              + ", was given "
              + goal.shape());
    }
    Tensor difference = output.sub(goal);
    return new Loss(difference.mul(difference).mean());
  }
}
