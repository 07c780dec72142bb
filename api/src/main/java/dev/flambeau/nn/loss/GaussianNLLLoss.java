package dev.flambeau.nn.loss;

import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/**
 * The negative logarithm of the density of a target under normal distributions whose means and
 * variances are given.
 *
 * @param isFull whether the constant {@code log(2π) / 2} is added
 * @param epsilon the least variance; smaller ones count as it
 */
public record GaussianNLLLoss(boolean isFull, double epsilon, Reduction reduction) {
  private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

  public GaussianNLLLoss {
    LossArguments.above(0, "GaussianNLLLoss", "epsilon", epsilon);
  }

  /** The mean. */
  public GaussianNLLLoss() {
    this(Reduction.MEAN);
  }

  public GaussianNLLLoss(Reduction reduction) {
    this(false, 1e-6, reduction);
  }

  /** The same with the constant. */
  public GaussianNLLLoss full() {
    return new GaussianNLLLoss(true, epsilon, reduction);
  }

  /**
   * Computes the loss of means and variances.
   *
   * @param target of the means' shape
   * @param variance stretches to it
   */
  public Tensor of(Tensor mean, Tensor target, Tensor variance) {
    LossArguments.sameShape("gaussianNllLoss", mean, target);
    LossArguments.stretches("gaussianNllLoss", "variance", mean, variance);
    Tensor loss = Tensor.apply(new LossTerm.GaussianNll(epsilon), mean, target, variance);
    return reduction.of(isFull ? loss.add(HALF_LOG_TWO_PI) : loss);
  }
}
