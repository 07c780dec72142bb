package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.List;

/**
 * Adadelta, as PyTorch has it: moving means v of the gradient's square and a of the step's, {@code
 * d = √(a + ε)/√(v + ε) · g}, {@code p ← p − lr·d}.
 *
 * @see "M. D. Zeiler: ADADELTA: An Adaptive Learning Rate Method, 2012"
 */
public final class Adadelta extends OptimizerBuilder<Adadelta> {
  private static final String SQUARES = "square_avg";
  private static final String STEPS = "acc_delta";

  private float rho = 0.9f;
  private float epsilon = 1e-6f;

  private Adadelta(List<Parameter> parameters) {
    super(parameters, 1, 0);
  }

  /** Begins an optimizer of these parameters: rate 1. */
  public static Adadelta over(List<Parameter> parameters) {
    return new Adadelta(parameters);
  }

  /** The factor of the moving means, 0.9 unless told; in [0, 1). */
  public Adadelta rho(double factor) {
    rho = Hyperparameter.factor("rho", factor);
    return this;
  }

  /** The term that is added under the roots, 1e-6 unless told; at least 1e-12. */
  public Adadelta epsilon(double term) {
    epsilon = Hyperparameter.epsilon(term);
    return this;
  }

  @Override
  protected OptimizerRule rule() {
    return new AdadeltaUpdate(rho, epsilon, weightDecay());
  }

  /** The rule: numerics.md, "Optimizer state". */
  public record AdadeltaUpdate(float rho, float epsilon, float weightDecay)
      implements OptimizerRule {
    @Override
    public List<String> states() {
      return List.of(SQUARES, STEPS);
    }

    @Override
    public List<String> numbers() {
      return List.of("lr");
    }

    @Override
    public double[] numbers(StepNumbers step) {
      return new double[] {step.learningRate()};
    }

    @Override
    public Value step(UpdateStep step) {
      Value g = step.gradient(weightDecay);
      Value squares = step.average(SQUARES, rho, g.mul(g));
      Value before = step.state(STEPS).add(epsilon).sqrt();
      Value delta = before.div(squares.add(epsilon).sqrt()).mul(g);
      step.average(STEPS, rho, delta.mul(delta));
      return step.number("lr").neg().fma(delta, step.parameter());
    }
  }
}
