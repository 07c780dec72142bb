package dev.flambeau.optim;

import dev.flambeau.op.UpdateRule;

/**
 * The rule of an optimizer: the state that it keeps, the numbers that the host computes for each
 * step, and the expression that changes a parameter.
 *
 * <p>A record that implements it is an optimizer, on every device, eager and captured: {@code new
 * Optimizer(parameters, learningRate, rule)}.
 */
public interface OptimizerRule extends UpdateRule {
  /**
   * The numbers of one step, in the order of their names. Computed in double, rounded once, to
   * FLOAT32; with {@link StrictMath}, so that every machine has the same.
   */
  double[] numbers(StepNumbers step);

  /** What a state begins as, 0 unless told. */
  default double initial(String state) {
    return 0;
  }
}
