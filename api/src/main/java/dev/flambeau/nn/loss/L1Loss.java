package dev.flambeau.nn.loss;

import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/** Absolute differences. */
public record L1Loss(Reduction reduction) implements LossFunction {
  /** Of their mean. */
  public L1Loss() {
    this(Reduction.MEAN);
  }

  /**
   * @param target of the output's shape
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    return reduction.of(
        LossArguments.elements("l1Loss", new LossTerm.AbsoluteError(), output, target));
  }
}
