package dev.flambeau.nn.loss;

import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/**
 * Squared differences where they are small, absolute ones where they are large: {@code d < delta ?
 * d² / 2 : delta · (d − delta / 2)}.
 *
 * @param delta where they meet; above 0
 */
public record HuberLoss(double delta, Reduction reduction) implements LossFunction {
  public HuberLoss {
    LossArguments.above(0, "HuberLoss", "delta", delta);
  }

  /** The mean. */
  public HuberLoss(double delta) {
    this(delta, Reduction.MEAN);
  }

  /** The mean, with a delta of 1. */
  public HuberLoss() {
    this(1);
  }

  /**
   * @param target of the output's shape
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    return reduction.of(
        LossArguments.elements("huberLoss", new LossTerm.Huber(delta), output, target));
  }
}
