package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.List;

/**
 * Adagrad, as PyTorch has it: the sum s of the gradient's squares, {@code s ← s + g²}, {@code p ← p
 * − lr/(1 + (t − 1)·lrDecay) · g/(√s + ε)}.
 *
 * @see "J. Duchi, E. Hazan, Y. Singer: Adaptive Subgradient Methods, 2011"
 */
public final class Adagrad extends OptimizerBuilder<Adagrad> {
  private static final String SUM = "sum";

  private float lrDecay;
  private float initialAccumulatorValue;
  private float epsilon = 1e-10f;

  private Adagrad(List<Parameter> parameters) {
    super(parameters, 1e-2, 0);
  }

  /** Begins an optimizer of these parameters: rate 0.01. */
  public static Adagrad over(List<Parameter> parameters) {
    return new Adagrad(parameters);
  }

  /** The share of the rate by which its divisor grows each step, 0 unless told. */
  public Adagrad lrDecay(double share) {
    lrDecay = Hyperparameter.atLeast(0, "lrDecay", share);
    return this;
  }

  /** What the sum of squares begins as, 0 unless told. */
  public Adagrad initialAccumulatorValue(double value) {
    initialAccumulatorValue = Hyperparameter.atLeast(0, "initialAccumulatorValue", value);
    return this;
  }

  /** The term that is added to the root, 1e-10 unless told; at least 1e-12. */
  public Adagrad epsilon(double term) {
    epsilon = Hyperparameter.epsilon(term);
    return this;
  }

  @Override
  protected OptimizerRule rule() {
    return new AdagradUpdate(lrDecay, initialAccumulatorValue, epsilon, weightDecay());
  }

  /** The rule: numerics.md, "Optimizer state". */
  public record AdagradUpdate(float lrDecay, float initial, float epsilon, float weightDecay)
      implements OptimizerRule {
    @Override
    public List<String> states() {
      return List.of(SUM);
    }

    @Override
    public double initial(String state) {
      return initial;
    }

    @Override
    public List<String> numbers() {
      return List.of("lr");
    }

    @Override
    public double[] numbers(StepNumbers step) {
      return new double[] {step.learningRate() / (1 + (step.number() - 1) * (double) lrDecay)};
    }

    @Override
    public Value step(UpdateStep step) {
      Value g = step.gradient(weightDecay);
      Value sum = step.store(SUM, g.fma(g, step.state(SUM)));
      Value direction = g.div(sum.sqrt().add(epsilon));
      return step.number("lr").neg().fma(direction, step.parameter());
    }
  }
}
