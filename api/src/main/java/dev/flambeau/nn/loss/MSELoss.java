package dev.flambeau.nn.loss;

import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/** Squared differences. */
public record MSELoss(Reduction reduction) implements LossFunction {
  /** Of their mean. */
  public MSELoss() {
    this(Reduction.MEAN);
  }

  /**
   * @param target of the output's shape
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    return reduction.of(
        LossArguments.elements("mseLoss", new LossTerm.SquaredError(), output, target));
  }
}
