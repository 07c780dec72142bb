package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.List;

/**
 * Adam, as PyTorch has it: moving means m of the gradient and v of its square, {@code p ← p − lr/(1
 * − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε)}. AMSGrad divides by the largest v so far.
 *
 * @see "D. P. Kingma, J. Ba: Adam: A Method for Stochastic Optimization, 2015"
 * @see "S. J. Reddi, S. Kale, S. Kumar: On the Convergence of Adam and Beyond, 2018"
 */
public final class Adam extends AdaptiveBuilder<Adam> {
  private static final String FIRST = "exp_avg";
  private static final String SECOND = "exp_avg_sq";
  private static final String LARGEST = "max_exp_avg_sq";

  private final boolean isDecoupled;
  private boolean isAmsgrad;

  Adam(List<Parameter> parameters, double weightDecay, boolean isDecoupled) {
    super(parameters, 1e-3, weightDecay, 1e-8);
    this.isDecoupled = isDecoupled;
  }

  /** Begins an optimizer of these parameters: rate 0.001, β 0.9 and 0.999, ε 1e-8. */
  public static Adam over(List<Parameter> parameters) {
    return new Adam(parameters, 0, false);
  }

  /** Keeps the largest second moment. */
  public Adam amsgrad() {
    isAmsgrad = true;
    return this;
  }

  @Override
  protected OptimizerRule rule() {
    return new AdamUpdate(beta1(), beta2(), epsilon(), weightDecay(), isDecoupled, isAmsgrad);
  }

  /** The rule of Adam, and decoupled that of AdamW: numerics.md, "Optimizer state". */
  public record AdamUpdate(
      float beta1,
      float beta2,
      float epsilon,
      float weightDecay,
      boolean isDecoupled,
      boolean isAmsgrad)
      implements OptimizerRule {
    /** Of Adam itself. */
    public AdamUpdate(float beta1, float beta2, float epsilon, float weightDecay) {
      this(beta1, beta2, epsilon, weightDecay, false, false);
    }

    @Override
    public List<String> states() {
      return isAmsgrad ? List.of(FIRST, SECOND, LARGEST) : List.of(FIRST, SECOND);
    }

    @Override
    public List<String> numbers() {
      return decays()
          ? List.of("stepSize", "correction", "kept")
          : List.of("stepSize", "correction");
    }

    private boolean decays() {
      return isDecoupled && weightDecay != 0;
    }

    @Override
    public double[] numbers(StepNumbers step) {
      double stepSize = step.learningRate() / (1 - step.power(beta1));
      double correction = Math.sqrt(1 - step.power(beta2));
      return decays()
          ? new double[] {stepSize, correction, 1 - step.learningRate() * weightDecay}
          : new double[] {stepSize, correction};
    }

    @Override
    public Value step(UpdateStep step) {
      Value p = decays() ? step.parameter().mul(step.number("kept")) : step.parameter();
      Value g = isDecoupled ? step.gradient() : step.gradient(weightDecay);
      Value m = step.average(FIRST, beta1, g);
      Value v = step.average(SECOND, beta2, g.mul(g));
      if (isAmsgrad) {
        Value largest = step.state(LARGEST);
        v = step.store(LARGEST, v.le(largest).where(largest, v));
      }
      Value root = v.sqrt().div(step.number("correction")).add(epsilon);
      return step.number("stepSize").neg().fma(m.div(root), p);
    }
  }
}
