package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.List;

/**
 * Lion: the step has one size for all elements, the sign of a mean of the gradient: {@code p ← (1 −
 * lr·weightDecay)·p − lr·sign(β₁·m + (1 − β₁)·g)}, {@code m ← β₂·m + (1 − β₂)·g}.
 *
 * @see "X. Chen et al.: Symbolic Discovery of Optimization Algorithms, 2023"
 */
public final class Lion extends OptimizerBuilder<Lion> {
  private static final String MEAN = "exp_avg";

  private float beta1 = 0.9f;
  private float beta2 = 0.99f;

  private Lion(List<Parameter> parameters) {
    super(parameters, 1e-4, 0);
  }

  /** Begins an optimizer of these parameters: rate 0.0001. */
  public static Lion over(List<Parameter> parameters) {
    return new Lion(parameters);
  }

  /** The factors of the mean, for the step and for what is kept, 0.9 and 0.99 unless told. */
  public Lion betas(double first, double second) {
    beta1 = Hyperparameter.factor("β₁", first);
    beta2 = Hyperparameter.factor("β₂", second);
    return this;
  }

  @Override
  protected OptimizerRule rule() {
    return new LionUpdate(beta1, beta2, weightDecay());
  }

  /** The rule: numerics.md, "Optimizer state". */
  public record LionUpdate(float beta1, float beta2, float weightDecay) implements OptimizerRule {
    @Override
    public List<String> states() {
      return List.of(MEAN);
    }

    @Override
    public List<String> numbers() {
      return List.of("lr", "kept");
    }

    @Override
    public double[] numbers(StepNumbers step) {
      double rate = step.learningRate();
      return new double[] {rate, 1 - rate * weightDecay};
    }

    @Override
    public Value step(UpdateStep step) {
      Value m = step.state(MEAN);
      Value c = m.constant(beta1).fma(m, m.constant(1 - beta1).mul(step.gradient()));
      Value sign = c.gt(0).where(1, c.lt(0).where(-1, c));
      step.average(MEAN, beta2, step.gradient());
      Value kept = step.parameter().mul(step.number("kept"));
      return step.number("lr").neg().fma(sign, kept);
    }
  }
}
