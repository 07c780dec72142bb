package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.List;

/**
 * Adam by the largest gradient, as PyTorch has it: a moving mean m of the gradient, {@code u ←
 * max(β₂·u, |g| + ε)}, {@code p ← p − lr/(1 − β₁ᵗ) · m/u}.
 *
 * @see "D. P. Kingma, J. Ba: Adam: A Method for Stochastic Optimization, 2015"
 */
public final class Adamax extends AdaptiveBuilder<Adamax> {
  private static final String MEAN = "exp_avg";
  private static final String LARGEST = "exp_inf";

  private Adamax(List<Parameter> parameters) {
    super(parameters, 2e-3, 0, 1e-8);
  }

  /** Begins an optimizer of these parameters: rate 0.002, β 0.9 and 0.999, ε 1e-8. */
  public static Adamax over(List<Parameter> parameters) {
    return new Adamax(parameters);
  }

  @Override
  protected OptimizerRule rule() {
    return new AdamaxUpdate(beta1(), beta2(), epsilon(), weightDecay());
  }

  /** The rule: numerics.md, "Optimizer state". */
  public record AdamaxUpdate(float beta1, float beta2, float epsilon, float weightDecay)
      implements OptimizerRule {
    @Override
    public List<String> states() {
      return List.of(MEAN, LARGEST);
    }

    @Override
    public List<String> numbers() {
      return List.of("stepSize");
    }

    @Override
    public double[] numbers(StepNumbers step) {
      return new double[] {step.learningRate() / (1 - step.power(beta1))};
    }

    @Override
    public Value step(UpdateStep step) {
      Value g = step.gradient(weightDecay);
      Value m = step.average(MEAN, beta1, g);
      Value before = step.state(LARGEST).mul(beta2);
      Value size = g.abs().add(epsilon);
      Value largest = step.store(LARGEST, size.le(before).where(before, size));
      return step.number("stepSize").neg().fma(m.div(largest), step.parameter());
    }
  }
}
