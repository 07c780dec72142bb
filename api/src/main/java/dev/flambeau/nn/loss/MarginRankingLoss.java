package dev.flambeau.nn.loss;

import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/**
 * What a first score lacks to be above a second by a margin, or below it: {@code max(0, −y · (first
 * − second) + margin)}.
 */
public record MarginRankingLoss(double margin, Reduction reduction) {
  public MarginRankingLoss {
    LossArguments.finite("MarginRankingLoss", "margin", margin);
  }

  /** The mean, with a margin of 0. */
  public MarginRankingLoss() {
    this(0, Reduction.MEAN);
  }

  /**
   * Computes the loss of scores of one shape.
   *
   * @param y 1 where the first is to be above the second, −1 where below
   */
  public Tensor of(Tensor first, Tensor second, Tensor y) {
    return reduction.of(
        LossArguments.elements(
            "marginRankingLoss", new LossTerm.MarginRanking(margin), first, second, y));
  }
}
