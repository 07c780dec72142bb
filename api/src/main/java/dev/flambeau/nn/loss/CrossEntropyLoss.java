package dev.flambeau.nn.loss;

import dev.flambeau.op.CrossEntropy;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;
import java.util.Optional;

/**
 * The cross entropy of the softmax of scores and a target: labels, or probabilities of classes.
 *
 * @param weight how much each class counts, {@code (C)}; 1 where it is empty
 * @param ignored the label of a place that does not count
 * @param labelSmoothing the share of each target that is spread evenly over all classes (C. Szegedy
 *     and others, Rethinking the Inception Architecture, 2016)
 * @param reduction a mean of labels divides by their weights, one of probabilities by their places
 */
public record CrossEntropyLoss(
    Optional<Tensor> weight, int ignored, double labelSmoothing, Reduction reduction)
    implements LossFunction {
  private static final String NAME = "crossEntropyLoss";
  private static final int[] CLASSES = {1};

  public CrossEntropyLoss {
    LossArguments.share("CrossEntropyLoss", "labelSmoothing", labelSmoothing);
  }

  /** The mean. */
  public CrossEntropyLoss() {
    this(Reduction.MEAN);
  }

  public CrossEntropyLoss(Reduction reduction) {
    this(Optional.empty(), CrossEntropy.IGNORED, 0, reduction);
  }

  /** The same with classes weighted. */
  public CrossEntropyLoss withWeight(Tensor each) {
    return new CrossEntropyLoss(Optional.of(each), ignored, labelSmoothing, reduction);
  }

  /** The same with another label in the place of −100. */
  public CrossEntropyLoss ignoring(int label) {
    return new CrossEntropyLoss(weight, label, labelSmoothing, reduction);
  }

  /** The same with a share of each target spread over all classes. */
  public CrossEntropyLoss withLabelSmoothing(double share) {
    return new CrossEntropyLoss(weight, ignored, share, reduction);
  }

  /**
   * Computes the loss of scores.
   *
   * @param output {@code (N, C)}, {@code (N, C, d₁ …)} or {@code (C)}
   * @param target INT32 labels {@code (N)}, {@code (N, d₁ …)} or {@code ()}; or probabilities of
   *     the output's shape and type
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    ClassRows rows = ClassRows.of(NAME, output);
    ClassRows.checkWeight(NAME, weight, rows.classes());
    return target.dtype().isFloating()
        ? ofProbabilities(rows, rows.probabilities(NAME, output, target))
        : ofLabels(rows, rows.labels(NAME, target, ignored));
  }

  private Tensor ofLabels(ClassRows rows, Tensor labels) {
    if (weight.isEmpty() && labelSmoothing == 0 && reduction == Reduction.MEAN) {
      return Functional.crossEntropy(rows.scores(), labels);
    }
    Tensor logs = rows.scores().logSoftmax(1);
    Tensor weights = rows.weights(labels, weight);
    Tensor losses = ClassRows.negatives(logs, labels).mul(weights);
    if (labelSmoothing > 0) {
      Tensor even = weighted(logs).sum(CLASSES, false).neg();
      Tensor isKept = labels.ne(labels.constant(CrossEntropy.IGNORED));
      Tensor kept = Tensor.where(isKept, even, even.constant(0));
      losses = losses.mul(1 - labelSmoothing).add(kept.mul(labelSmoothing / rows.classes()));
    }
    return rows.reduced(losses, weights, reduction);
  }

  private Tensor ofProbabilities(ClassRows rows, Tensor probabilities) {
    Tensor target =
        labelSmoothing == 0
            ? probabilities
            : probabilities.mul(1 - labelSmoothing).add(labelSmoothing / rows.classes());
    Tensor logs = weighted(rows.scores().logSoftmax(1));
    Tensor losses = logs.mul(target).sum(CLASSES, false).neg();
    return reduction.of(rows.atPlaces(losses));
  }

  private Tensor weighted(Tensor logs) {
    return weight.map(logs::mul).orElse(logs);
  }
}
