package dev.flambeau.nn.loss;

import dev.flambeau.op.Composite;
import dev.flambeau.op.LossTerm;
import dev.flambeau.tensor.Tensor;

/**
 * The negative logarithm of the probability of counts, the target, whose rates are the output.
 *
 * @param logInput whether the output is the rates' logarithms
 * @param isFull whether Stirling's approximation of {@code log target!} is added, which no gradient
 *     of the output sees
 * @param epsilon what is added to rates before their logarithm is taken
 */
public record PoissonNLLLoss(boolean logInput, boolean isFull, double epsilon, Reduction reduction)
    implements LossFunction {
  public PoissonNLLLoss {
    LossArguments.above(0, "PoissonNLLLoss", "epsilon", epsilon);
  }

  /** The mean, of logarithms of rates. */
  public PoissonNLLLoss() {
    this(Reduction.MEAN);
  }

  public PoissonNLLLoss(Reduction reduction) {
    this(true, false, 1e-8, reduction);
  }

  /** The same of rates. */
  public PoissonNLLLoss ofRates() {
    return new PoissonNLLLoss(false, isFull, epsilon, reduction);
  }

  /** The same with the term of the target alone. */
  public PoissonNLLLoss full() {
    return new PoissonNLLLoss(logInput, true, epsilon, reduction);
  }

  /**
   * @param target of the output's shape
   */
  @Override
  public Tensor of(Tensor output, Tensor target) {
    Composite term = logInput ? new LossTerm.PoissonNll() : new LossTerm.PoissonNllOfRates(epsilon);
    Tensor loss = LossArguments.elements("poissonNllLoss", term, output, target);
    return reduction.of(
        isFull ? loss.add(Tensor.apply(new LossTerm.StirlingTerm(), target)) : loss);
  }
}
