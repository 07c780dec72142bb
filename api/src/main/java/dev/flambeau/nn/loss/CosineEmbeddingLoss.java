package dev.flambeau.nn.loss;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/**
 * How far the angle between two vectors is from what it should be: {@code 1 − cos} for a target of
 * 1, {@code max(0, cos − margin)} for one of −1.
 *
 * @param margin the cosine from which on vectors count as too near; in [−1, 1]
 */
public record CosineEmbeddingLoss(double margin, Reduction reduction) {
  private static final double EPSILON = 1e-12;

  public CosineEmbeddingLoss {
    LossArguments.share("CosineEmbeddingLoss", "the margin's magnitude", Math.abs(margin));
  }

  /** The mean, with a margin of 0. */
  public CosineEmbeddingLoss() {
    this(0, Reduction.MEAN);
  }

  /**
   * Computes the loss of vectors.
   *
   * @param first {@code (N, D)}, or {@code (D)}
   * @param second of the same shape
   * @param target {@code (N)}, or {@code ()}, of 1 and −1
   */
  public Tensor of(Tensor first, Tensor second, Tensor target) {
    LossArguments.sameShape("cosineEmbeddingLoss", first, second);
    int rank = first.shape().rank();
    if (rank < 1 || rank > 2 || !target.shape().equals(first.shape().slice(0, rank - 1))) {
      throw new ShapeMismatchException(
          "cosineEmbeddingLoss: takes vectors (N, D) and a target (N), or (D) and (), was given "
              + first.shape()
              + " and "
              + target.shape());
    }
    Tensor cos = dot(first, second).div(square(first).mul(square(second)).sqrt());
    Tensor zero = cos.constant(0);
    Tensor alike = Tensor.where(target.eq(target.constant(1)), cos.neg().add(1), zero);
    Tensor near = cos.sub(margin).clamp(0, Double.POSITIVE_INFINITY);
    return reduction.of(alike.add(Tensor.where(target.eq(target.constant(-1)), near, zero)));
  }

  private static Tensor square(Tensor x) {
    return dot(x, x).add(EPSILON);
  }

  private static Tensor dot(Tensor a, Tensor b) {
    return a.mul(b).sum(new int[] {-1}, false);
  }
}
