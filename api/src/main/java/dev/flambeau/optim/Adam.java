package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.OptimizerUpdate.AdamUpdate;
import java.util.List;

/**
 * Adam, as PyTorch has it: moving means m of the gradient and v of its square, {@code p ← p − lr/(1
 * − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)}.
 *
 * @see "D. P. Kingma, J. Ba: Adam: A Method for Stochastic Optimization, 2015"
 */
public final class Adam extends Optimizer {
  private final float beta1;
  private final float beta2;

  /** The powers of this step. */
  private long powered;

  private double beta1Power = 1;
  private double beta2Power = 1;

  /** With β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and no weight decay. */
  public Adam(List<Parameter> parameters, float learningRate) {
    this(parameters, learningRate, 0.9f, 0.999f, 1e-8f, 0);
  }

  public Adam(
      List<Parameter> parameters,
      float learningRate,
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay) {
    super(parameters, new AdamUpdate(beta1, beta2, epsilon, weightDecay), learningRate);
    this.beta1 = beta1;
    this.beta2 = beta2;
  }

  /** Powers by one product a step, so that every machine has the same. */
  @Override
  float[] scalars(long step) {
    if (step < powered) {
      powered = 0;
      beta1Power = 1;
      beta2Power = 1;
    }
    for (; powered < step; powered++) {
      beta1Power *= beta1;
      beta2Power *= beta2;
    }
    return new float[] {
      (float) (learningRate() / (1 - beta1Power)), (float) Math.sqrt(1 - beta2Power)
    };
  }
}
