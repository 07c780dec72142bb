package dev.flambeau.nn.loss;

import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/**
 * Squared differences where they are small, absolute ones where they are large: {@code d < beta ?
 * d² / (2 beta) : d − beta / 2}.
 *
 * @param beta where they meet; above 0
 */
public record SmoothL1Loss(double beta, Reduction reduction) implements LossFunction {
  public SmoothL1Loss {
    LossArguments.above(0, "SmoothL1Loss", "beta", beta);
  }

  /** The mean. */
  public SmoothL1Loss(double beta) {
    this(beta, Reduction.MEAN);
  }

  /** The mean, with a beta of 1. */
  public SmoothL1Loss() {
    this(1);
  }

  /**
   * @param target of the output's shape
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    return reduction.of(
        LossArguments.elements("smoothL1Loss", new LossTerm.SmoothL1(beta), output, target));
  }
}
