package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import java.util.List;

/** The settings of an optimizer with moving means of the gradient and of its size. */
abstract class AdaptiveBuilder<B extends AdaptiveBuilder<B>> extends OptimizerBuilder<B> {
  private float beta1 = 0.9f;
  private float beta2 = 0.999f;
  private float epsilon;

  AdaptiveBuilder(
      List<Parameter> parameters, double learningRate, double weightDecay, double epsilon) {
    super(parameters, learningRate, weightDecay);
    epsilon(epsilon);
  }

  /** The factors of the moving means, 0.9 and 0.999 unless told; each in [0, 1). */
  public final B betas(double first, double second) {
    beta1 = Hyperparameter.factor("β₁", first);
    beta2 = Hyperparameter.factor("β₂", second);
    return self();
  }

  /** The term that is added to the denominator; at least 1e-12. */
  public final B epsilon(double term) {
    epsilon = Hyperparameter.epsilon(term);
    return self();
  }

  final float beta1() {
    return beta1;
  }

  final float beta2() {
    return beta2;
  }

  final float epsilon() {
    return epsilon;
  }
}
