package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.List;

/**
 * Stochastic gradient descent, as PyTorch has it, with momentum b and weight decay: {@code g ← g +
 * weightDecay·p}, {@code b ← momentum·b + (1 − dampening)·g}, {@code p ← p − lr·b}. The first b is
 * g; by Nesterov the step is {@code g + momentum·b} instead of b.
 */
public final class SGD extends OptimizerBuilder<SGD> {
  private static final String BUFFER = "momentum_buffer";

  private float momentum;
  private float dampening;
  private boolean isNesterov;

  private SGD(List<Parameter> parameters) {
    super(parameters, 1e-3, 0);
  }

  /** Begins an optimizer of these parameters: rate 0.001, no weight decay. */
  public static SGD over(List<Parameter> parameters) {
    return new SGD(parameters);
  }

  /** The factor of the steps before, 0 unless told; in [0, 1). */
  public SGD momentum(double factor) {
    momentum = Hyperparameter.factor("momentum", factor);
    return this;
  }

  /** The share of each gradient that momentum leaves out, 0 unless told; in [0, 1). */
  public SGD dampening(double share) {
    dampening = Hyperparameter.factor("dampening", share);
    return this;
  }

  /** Looks one step of momentum ahead (Y. Nesterov, 1983), without dampening. */
  public SGD nesterov() {
    isNesterov = true;
    return this;
  }

  @Override
  protected OptimizerRule rule() {
    if (isNesterov && (momentum == 0 || dampening != 0)) {
      throw new OptimizerException(
          "nesterov: needs momentum and no dampening, was given momentum "
              + momentum
              + " and dampening "
              + dampening
              + ".");
    }
    return new SgdUpdate(momentum, dampening, isNesterov, weightDecay());
  }

  /** The rule: numerics.md, "Optimizer state". */
  public record SgdUpdate(float momentum, float dampening, boolean isNesterov, float weightDecay)
      implements OptimizerRule {
    /** Without dampening. */
    public SgdUpdate(float momentum, float weightDecay) {
      this(momentum, 0, false, weightDecay);
    }

    @Override
    public List<String> states() {
      return momentum == 0 ? List.of() : List.of(BUFFER);
    }

    @Override
    public List<String> numbers() {
      return isDamped() ? List.of("lr", "share") : List.of("lr");
    }

    private boolean isDamped() {
      return momentum != 0 && dampening != 0;
    }

    @Override
    public double[] numbers(StepNumbers step) {
      double rate = step.learningRate();
      return isDamped()
          ? new double[] {rate, step.number() == 1 ? 1 : 1 - dampening}
          : new double[] {rate};
    }

    @Override
    public Value step(UpdateStep step) {
      Value p = step.parameter();
      Value g = step.gradient(weightDecay);
      Value back = step.number("lr").neg();
      if (momentum == 0) {
        return back.fma(g, p);
      }
      Value factor = p.constant(momentum);
      Value fresh = isDamped() ? step.number("share").mul(g) : g;
      Value buffer = step.store(BUFFER, factor.fma(step.state(BUFFER), fresh));
      return back.fma(isNesterov ? factor.fma(buffer, g) : buffer, p);
    }
  }
}
