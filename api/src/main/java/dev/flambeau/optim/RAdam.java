package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.List;

/**
 * Adam that does without the second moment until its variance is bounded, as PyTorch has it: with
 * {@code ρ∞ = 2/(1 − β₂) − 1} and {@code ρ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ)}, where ρ &gt; 5 the step is
 * Adam's times {@code √((ρ − 4)(ρ − 2)ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)ρ))}, with ε beside √v itself; before
 * it is {@code lr/(1 − β₁ᵗ)·m}.
 *
 * @see "L. Liu et al.: On the Variance of the Adaptive Learning Rate and Beyond, 2020"
 */
public final class RAdam extends AdaptiveBuilder<RAdam> {
  private static final String FIRST = "exp_avg";
  private static final String SECOND = "exp_avg_sq";

  private RAdam(List<Parameter> parameters) {
    super(parameters, 1e-3, 0, 1e-8);
  }

  /** Begins an optimizer of these parameters: rate 0.001, β 0.9 and 0.999, ε 1e-8. */
  public static RAdam over(List<Parameter> parameters) {
    return new RAdam(parameters);
  }

  @Override
  protected OptimizerRule rule() {
    return new RAdamUpdate(beta1(), beta2(), epsilon(), weightDecay());
  }

  /** The rule: numerics.md, "Optimizer state". One of its two step sizes is 0. */
  public record RAdamUpdate(float beta1, float beta2, float epsilon, float weightDecay)
      implements OptimizerRule {
    @Override
    public List<String> states() {
      return List.of(FIRST, SECOND);
    }

    @Override
    public List<String> numbers() {
      return List.of("adaptive", "plain");
    }

    @Override
    public double[] numbers(StepNumbers step) {
      double stepSize = step.learningRate() / (1 - step.power(beta1));
      double power = step.power(beta2);
      double most = 2 / (1 - (double) beta2) - 1;
      double length = most - 2 * step.number() * power / (1 - power);
      if (length <= 5) {
        return new double[] {0, stepSize};
      }
      double above = (length - 4) * (length - 2) * most;
      double below = (most - 4) * (most - 2) * length;
      return new double[] {stepSize * Math.sqrt(1 - power) * Math.sqrt(above / below), 0};
    }

    @Override
    public Value step(UpdateStep step) {
      Value g = step.gradient(weightDecay);
      Value m = step.average(FIRST, beta1, g);
      Value v = step.average(SECOND, beta2, g.mul(g));
      Value p = step.number("plain").neg().fma(m, step.parameter());
      return step.number("adaptive").neg().fma(m.div(v.sqrt().add(epsilon)), p);
    }
  }
}
