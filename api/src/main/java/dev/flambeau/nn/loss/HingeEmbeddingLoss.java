package dev.flambeau.nn.loss;

import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/**
 * Distances of what is alike, and what those of others lack to a margin: x for a target of 1,
 * {@code max(0, margin − x)} for one of −1.
 *
 * @param margin from which on others are far enough
 */
public record HingeEmbeddingLoss(double margin, Reduction reduction) implements LossFunction {
  public HingeEmbeddingLoss {
    LossArguments.finite("HingeEmbeddingLoss", "margin", margin);
  }

  /** The mean. */
  public HingeEmbeddingLoss(double margin) {
    this(margin, Reduction.MEAN);
  }

  /** The mean, with a margin of 1. */
  public HingeEmbeddingLoss() {
    this(1);
  }

  /**
   * @param target of the output's shape
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    return reduction.of(
        LossArguments.elements(
            "hingeEmbeddingLoss", new LossTerm.HingeEmbedding(margin), output, target));
  }
}
