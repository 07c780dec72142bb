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

  private Adam(Builder builder) {
    super(
        builder.parameters,
        new AdamUpdate(builder.beta1, builder.beta2, builder.epsilon, builder.weightDecay),
        List.of("exp_avg", "exp_avg_sq"),
        builder.learningRate);
    this.beta1 = builder.beta1;
    this.beta2 = builder.beta2;
  }

  /** Begins an optimizer of these parameters. */
  public static Builder over(List<Parameter> parameters) {
    return new Builder(parameters);
  }

  /** The settings of an {@link Adam}, rounded to FLOAT32. */
  public static final class Builder {
    /**
     * The least ε. A second moment below 2⁻¹⁰⁰ is stored as 0 (numerics.md, "Optimizer state"): its
     * root, at most 2⁻⁵⁰ and 3e-14 with the first steps' correction, must be small beside ε.
     */
    private static final double LEAST_EPSILON = 1e-12;

    private final List<Parameter> parameters;
    private double learningRate = 1e-3;
    private float beta1 = 0.9f;
    private float beta2 = 0.999f;
    private float epsilon = 1e-8f;
    private float weightDecay;

    private Builder(List<Parameter> parameters) {
      this.parameters = parameters;
    }

    /** The step size, 0.001 unless told. */
    public Builder learningRate(double rate) {
      learningRate = Hyperparameter.atLeast(0, "learningRate", rate);
      return this;
    }

    /** The factors of the moving means, 0.9 and 0.999 unless told; each in [0, 1). */
    public Builder betas(double first, double second) {
      beta1 = Hyperparameter.factor("β₁", first);
      beta2 = Hyperparameter.factor("β₂", second);
      return this;
    }

    /** The term that is added to the root, 1e-8 unless told; at least 1e-12. */
    public Builder epsilon(double term) {
      epsilon = Hyperparameter.atLeast(LEAST_EPSILON, "epsilon", term);
      return this;
    }

    /** The share of each parameter that is added to its gradient, 0 unless told. */
    public Builder weightDecay(double share) {
      weightDecay = Hyperparameter.atLeast(0, "weightDecay", share);
      return this;
    }

    /**
     * The optimizer.
     *
     * @throws OptimizerException if there are no parameters, or one is there twice
     */
    public Adam build() {
      return new Adam(this);
    }
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
