package dev.flambeau.nn.loss;

import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/** The binary cross entropy of probabilities in [0, 1], no logarithm below −100. */
public record BCELoss(Reduction reduction) implements LossFunction {
  /** Of their mean. */
  public BCELoss() {
    this(Reduction.MEAN);
  }

  /**
   * @param target of the output's shape
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    return reduction.of(
        LossArguments.elements("bceLoss", new LossTerm.BinaryCrossEntropy(), output, target));
  }
}
