package dev.flambeau.nn.loss;

import dev.flambeau.nn.ModelException;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/**
 * What an anchor lacks to be nearer to what is like it than to what is not, by a margin: {@code
 * max(0, d(anchor, positive) − d(anchor, negative) + margin)}.
 *
 * @param p the norm of the distance: 1, or 2
 * @param epsilon what is added to each difference, so that a distance of 0 has a gradient
 * @param swap whether the negative's distance is the smaller of those from anchor and positive (V.
 *     Balntas and others, Learning Shallow Convolutional Feature Descriptors with Triplet Losses,
 *     2016)
 */
public record TripletMarginLoss(
    double margin, int p, double epsilon, boolean swap, Reduction reduction) {
  public TripletMarginLoss {
    LossArguments.finite("TripletMarginLoss", "margin", margin);
    LossArguments.finite("TripletMarginLoss", "epsilon", epsilon);
    if (p != 1 && p != 2) {
      throw new ModelException("TripletMarginLoss: p must be 1 or 2, was given " + p + ".");
    }
  }

  /** The mean, of Euclidean distances, with a margin of 1. */
  public TripletMarginLoss() {
    this(1);
  }

  public TripletMarginLoss(double margin) {
    this(margin, 2, 1e-6, false, Reduction.MEAN);
  }

  /** Computes the loss of tensors {@code (…, D)} of one shape; distances are over the last axis. */
  public Tensor of(Tensor anchor, Tensor positive, Tensor negative) {
    LossArguments.sameShape("tripletMarginLoss", anchor, positive);
    LossArguments.sameShape("tripletMarginLoss", anchor, negative);
    if (anchor.shape().rank() == 0) {
      throw new ShapeMismatchException("tripletMarginLoss: takes tensors (…, D), was given ()");
    }
    Tensor far = distance(anchor, negative);
    if (swap) {
      far = far.minimum(distance(positive, negative));
    }
    Tensor lack = distance(anchor, positive).sub(far).add(margin);
    return reduction.of(lack.clamp(0, Double.POSITIVE_INFINITY));
  }

  private Tensor distance(Tensor a, Tensor b) {
    Tensor d = a.sub(b).add(epsilon);
    int[] last = {-1};
    return p == 1 ? d.abs().sum(last, false) : d.square().sum(last, false).sqrt();
  }
}
