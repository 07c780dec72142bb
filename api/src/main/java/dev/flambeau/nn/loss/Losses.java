package dev.flambeau.nn.loss;

import dev.flambeau.tensor.Tensor;

/**
 * Losses as functions, with PyTorch's defaults: the mean, and no options. Those with options are
 * objects, each of which is a function too: {@code new HuberLoss(0.5, Reduction.SUM).of(x, y)}.
 */
public final class Losses {
  private Losses() {}

  /** {@link MSELoss} of output and target. */
  public static Tensor mse(Tensor output, Tensor target) {
    return new MSELoss().of(output, target);
  }

  /** {@link L1Loss} of output and target. */
  public static Tensor l1(Tensor output, Tensor target) {
    return new L1Loss().of(output, target);
  }

  /** {@link SmoothL1Loss} of output and target. */
  public static Tensor smoothL1(Tensor output, Tensor target) {
    return new SmoothL1Loss().of(output, target);
  }

  /** {@link HuberLoss} of output and target. */
  public static Tensor huber(Tensor output, Tensor target) {
    return new HuberLoss().of(output, target);
  }

  /** {@link BCELoss} of output and target. */
  public static Tensor bce(Tensor output, Tensor target) {
    return new BCELoss().of(output, target);
  }

  /** {@link BCEWithLogitsLoss} of output and target. */
  public static Tensor bceWithLogits(Tensor output, Tensor target) {
    return new BCEWithLogitsLoss().of(output, target);
  }

  /** {@link KLDivLoss} of output and target. */
  public static Tensor klDiv(Tensor output, Tensor target) {
    return new KLDivLoss().of(output, target);
  }

  /** {@link PoissonNLLLoss} of output and target. */
  public static Tensor poissonNll(Tensor output, Tensor target) {
    return new PoissonNLLLoss().of(output, target);
  }

  /** {@link GaussianNLLLoss} of mean, target and variance. */
  public static Tensor gaussianNll(Tensor mean, Tensor target, Tensor variance) {
    return new GaussianNLLLoss().of(mean, target, variance);
  }

  /** {@link HingeEmbeddingLoss} of output and target. */
  public static Tensor hingeEmbedding(Tensor output, Tensor target) {
    return new HingeEmbeddingLoss().of(output, target);
  }

  /** {@link MarginRankingLoss} of first, second and y. */
  public static Tensor marginRanking(Tensor first, Tensor second, Tensor y) {
    return new MarginRankingLoss().of(first, second, y);
  }

  /** {@link TripletMarginLoss} of anchor, positive and negative. */
  public static Tensor tripletMargin(Tensor anchor, Tensor positive, Tensor negative) {
    return new TripletMarginLoss().of(anchor, positive, negative);
  }

  /** {@link CosineEmbeddingLoss} of first, second and target. */
  public static Tensor cosineEmbedding(Tensor first, Tensor second, Tensor target) {
    return new CosineEmbeddingLoss().of(first, second, target);
  }

  /** {@link NLLLoss} of output and target. */
  public static Tensor nll(Tensor output, Tensor target) {
    return new NLLLoss().of(output, target);
  }

  /** {@link CrossEntropyLoss} of output and target. */
  public static Tensor crossEntropy(Tensor output, Tensor target) {
    return new CrossEntropyLoss().of(output, target);
  }
}
