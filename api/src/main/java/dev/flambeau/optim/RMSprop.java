package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import java.util.List;
import java.util.stream.Stream;

/**
 * RMSprop, as PyTorch has it: a moving mean v of the gradient's square, centered less the square of
 * the mean gradient, and {@code d = g/(√v + ε)}; {@code p ← p − lr·d}, or with momentum {@code b ←
 * momentum·b + d}, {@code p ← p − lr·b}.
 *
 * @see "T. Tieleman, G. Hinton: Neural Networks for Machine Learning, lecture 6.5, 2012"
 */
public final class RMSprop extends OptimizerBuilder<RMSprop> {
  private static final String SQUARES = "square_avg";
  private static final String GRADIENTS = "grad_avg";
  private static final String BUFFER = "momentum_buffer";

  private float alpha = 0.99f;
  private float epsilon = 1e-8f;
  private float momentum;
  private boolean isCentered;

  private RMSprop(List<Parameter> parameters) {
    super(parameters, 1e-2, 0);
  }

  /** Begins an optimizer of these parameters: rate 0.01. */
  public static RMSprop over(List<Parameter> parameters) {
    return new RMSprop(parameters);
  }

  /** The factor of the moving means, 0.99 unless told; in [0, 1). */
  public RMSprop alpha(double factor) {
    alpha = Hyperparameter.factor("alpha", factor);
    return this;
  }

  /** The term that is added to the root, 1e-8 unless told; at least 1e-12. */
  public RMSprop epsilon(double term) {
    epsilon = Hyperparameter.epsilon(term);
    return this;
  }

  /** The factor of the steps before, 0 unless told; in [0, 1). */
  public RMSprop momentum(double factor) {
    momentum = Hyperparameter.factor("momentum", factor);
    return this;
  }

  /** Divides by the deviation of the gradient instead of its size. */
  public RMSprop centered() {
    isCentered = true;
    return this;
  }

  @Override
  protected OptimizerRule rule() {
    return new RmspropUpdate(alpha, epsilon, momentum, isCentered, weightDecay());
  }

  /** The rule: numerics.md, "Optimizer state". */
  public record RmspropUpdate(
      float alpha, float epsilon, float momentum, boolean isCentered, float weightDecay)
      implements OptimizerRule {
    @Override
    public List<String> states() {
      List<String> buffer = momentum == 0 ? List.of() : List.of(BUFFER);
      List<String> mean = isCentered ? List.of(GRADIENTS) : List.of();
      return Stream.of(List.of(SQUARES), buffer, mean).flatMap(List::stream).toList();
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
      Value direction = g.div(size(step, g).sqrt().add(epsilon));
      if (momentum != 0) {
        Value before = step.state(BUFFER);
        direction = step.store(BUFFER, before.constant(momentum).fma(before, direction));
      }
      return step.number("lr").neg().fma(direction, step.parameter());
    }

    /** What rounding makes less than 0 has no root: PyTorch has NaN there. */
    private Value size(UpdateStep step, Value g) {
      Value squares = step.average(SQUARES, alpha, g.mul(g));
      if (!isCentered) {
        return squares;
      }
      Value mean = step.average(GRADIENTS, alpha, g);
      return mean.neg().fma(mean, squares).relu();
    }
  }
}
