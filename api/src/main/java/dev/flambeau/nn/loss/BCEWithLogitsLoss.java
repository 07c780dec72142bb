package dev.flambeau.nn.loss;

import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;
import java.util.Optional;

/**
 * The binary cross entropy of {@code sigmoid(output)}, finite wherever the output is.
 *
 * @param posWeight how much positive answers weigh, 1 where it is empty; it stretches to the
 *     output's shape
 */
public record BCEWithLogitsLoss(Optional<Tensor> posWeight, Reduction reduction)
    implements LossFunction {
  /** The mean. */
  public BCEWithLogitsLoss() {
    this(Reduction.MEAN);
  }

  public BCEWithLogitsLoss(Reduction reduction) {
    this(Optional.empty(), reduction);
  }

  /** The same with positive answers weighted, as where they are rare. */
  public BCEWithLogitsLoss withPosWeight(Tensor weight) {
    return new BCEWithLogitsLoss(Optional.of(weight), reduction);
  }

  /**
   * @param target of the output's shape, in [0, 1]
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    LossArguments.sameShape("bceWithLogitsLoss", output, target);
    posWeight.ifPresent(
        weight -> LossArguments.stretches("bceWithLogitsLoss", "posWeight", output, weight));
    return reduction.of(
        posWeight
            .map(
                weight ->
                    Tensor.apply(
                        new LossTerm.WeightedCrossEntropyWithLogits(), output, target, weight))
            .orElseGet(
                () -> Tensor.apply(new LossTerm.BinaryCrossEntropyWithLogits(), output, target)));
  }
}
