package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.List;

/**
 * Adam that looks one step of momentum ahead, as PyTorch has it: with {@code μₜ = β₁·(1 −
 * 0.96^(t·momentumDecay)/2)} and d = √v/√(1 − β₂ᵗ) + ε, {@code p ← p − lr·(1 − μₜ)/(1 − Πμ) · g/d −
 * lr·μₜ₊₁/(1 − Πμ·μₜ₊₁) · m/d}. The product, PyTorch's {@code mu_product}, follows from the number
 * of steps, and is no part of the state.
 *
 * @see "T. Dozat: Incorporating Nesterov Momentum into Adam, 2016"
 */
public final class NAdam extends AdaptiveBuilder<NAdam> {
  private static final String FIRST = "exp_avg";
  private static final String SECOND = "exp_avg_sq";

  private float momentumDecay = 4e-3f;

  private NAdam(List<Parameter> parameters) {
    super(parameters, 2e-3, 0, 1e-8);
  }

  /** Begins an optimizer of these parameters: rate 0.002, β 0.9 and 0.999, ε 1e-8. */
  public static NAdam over(List<Parameter> parameters) {
    return new NAdam(parameters);
  }

  /** How fast μ rises to β₁, 0.004 unless told. */
  public NAdam momentumDecay(double decay) {
    momentumDecay = Hyperparameter.atLeast(0, "momentumDecay", decay);
    return this;
  }

  @Override
  protected OptimizerRule rule() {
    return new NAdamUpdate(beta1(), beta2(), epsilon(), weightDecay(), momentumDecay);
  }

  /** The rule: numerics.md, "Optimizer state". */
  public record NAdamUpdate(
      float beta1, float beta2, float epsilon, float weightDecay, float momentumDecay)
      implements OptimizerRule {
    @Override
    public List<String> states() {
      return List.of(FIRST, SECOND);
    }

    @Override
    public List<String> numbers() {
      return List.of("ofGradient", "ofMean", "correction");
    }

    @Override
    public double[] numbers(StepNumbers step) {
      double product = step.product("mu_product", this::momentum);
      double now = momentum(step.number());
      double next = momentum(step.number() + 1);
      return new double[] {
        step.learningRate() * (1 - now) / (1 - product),
        step.learningRate() * next / (1 - product * next),
        Math.sqrt(1 - step.power(beta2))
      };
    }

    private double momentum(long step) {
      return beta1 * (1 - 0.5 * StrictMath.pow(0.96, step * (double) momentumDecay));
    }

    @Override
    public Value step(UpdateStep step) {
      Value g = step.gradient(weightDecay);
      Value m = step.average(FIRST, beta1, g);
      Value v = step.average(SECOND, beta2, g.mul(g));
      Value root = v.sqrt().div(step.number("correction")).add(epsilon);
      Value p = step.number("ofGradient").neg().fma(g.div(root), step.parameter());
      return step.number("ofMean").neg().fma(m.div(root), p);
    }
  }
}
