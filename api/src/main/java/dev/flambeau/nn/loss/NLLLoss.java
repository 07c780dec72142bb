package dev.flambeau.nn.loss;

import dev.flambeau.op.CrossEntropy;
import dev.flambeau.tensor.Tensor;
import java.util.Optional;

/**
 * The negative logarithm of the probability of the right class, of logarithms of probabilities.
 *
 * @param weight how much each class counts, {@code (C)}; 1 where it is empty
 * @param ignored the label of a place that does not count
 * @param reduction a mean divides by the weights of the labels
 */
public record NLLLoss(Optional<Tensor> weight, int ignored, Reduction reduction)
    implements LossFunction {
  private static final String NAME = "nllLoss";

  /** The mean. */
  public NLLLoss() {
    this(Reduction.MEAN);
  }

  public NLLLoss(Reduction reduction) {
    this(Optional.empty(), CrossEntropy.IGNORED, reduction);
  }

  /** The same with classes weighted. */
  public NLLLoss withWeight(Tensor each) {
    return new NLLLoss(Optional.of(each), ignored, reduction);
  }

  /** The same with another label in the place of −100. */
  public NLLLoss ignoring(int label) {
    return new NLLLoss(weight, label, reduction);
  }

  /**
   * Computes the loss of logarithms of probabilities.
   *
   * @param output {@code (N, C)}, {@code (N, C, d₁ …)} or {@code (C)}
   * @param target INT32 labels {@code (N)}, {@code (N, d₁ …)} or {@code ()}
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    ClassRows rows = ClassRows.of(NAME, output);
    ClassRows.checkWeight(NAME, weight, rows.classes());
    Tensor labels = rows.labels(NAME, target, ignored);
    Tensor weights = rows.weights(labels, weight);
    Tensor losses = ClassRows.negatives(rows.scores(), labels).mul(weights);
    return rows.reduced(losses, weights, reduction);
  }
}
