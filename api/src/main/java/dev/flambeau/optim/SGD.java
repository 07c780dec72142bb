package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import java.util.List;

/**
 * Stochastic gradient descent with momentum b and weight decay, as PyTorch has it: {@code g ← g +
 * weightDecay·p}, {@code b ← momentum·b + g}, {@code p ← p − lr·b}.
 */
public final class SGD extends Optimizer {
  private SGD(Builder builder) {
    super(
        builder.parameters,
        new SgdUpdate(builder.momentum, builder.weightDecay),
        builder.momentum == 0 ? List.of() : List.of("momentum_buffer"),
        builder.learningRate);
  }

  /** Begins an optimizer of these parameters. */
  public static Builder over(List<Parameter> parameters) {
    return new Builder(parameters);
  }

  /** The settings of an {@link SGD}, rounded to FLOAT32. */
  public static final class Builder {
    private final List<Parameter> parameters;
    private double learningRate = 1e-3;
    private float momentum;
    private float weightDecay;

    private Builder(List<Parameter> parameters) {
      this.parameters = parameters;
    }

    /** The step size, 0.001 unless told. */
    public Builder learningRate(double rate) {
      learningRate = Hyperparameter.atLeast(0, "learningRate", rate);
      return this;
    }

    /** The factor of the steps before, 0 unless told; in [0, 1). */
    public Builder momentum(double factor) {
      momentum = Hyperparameter.factor("momentum", factor);
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
    public SGD build() {
      return new SGD(this);
    }
  }

  @Override
  float[] scalars(long step) {
    return new float[] {(float) learningRate()};
  }
}
