package com.example.own;

import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import dev.flambeau.optim.OptimizerRule;
import dev.flambeau.optim.StepNumbers;
import java.util.List;

/**
 * Lion as a rule of one's own: {@code new Optimizer(parameters, 1e-4, new OwnLion(0.9f, 0.99f,
 * 0.1f))}.
 *
 * @see "X. Chen et al.: Symbolic Discovery of Optimization Algorithms, 2023"
 */
record OwnLion(float beta1, float beta2, float weightDecay) implements OptimizerRule {
  @Override
  public List<String> states() {
    return List.of("exp_avg");
  }

  @Override
  public List<String> numbers() {
    return List.of("lr", "kept");
  }

  @Override
  public double[] numbers(StepNumbers step) {
    return new double[] {step.learningRate(), 1 - step.learningRate() * weightDecay};
  }

  @Override
  public Value step(UpdateStep step) {
    Value m = step.state("exp_avg");
    Value c = m.constant(beta1).fma(m, m.constant(1 - beta1).mul(step.gradient()));
    Value sign = c.gt(0).where(1, c.lt(0).where(-1, c));
    step.average("exp_avg", beta2, step.gradient());
    Value kept = step.parameter().mul(step.number("kept"));
    return step.number("lr").neg().fma(sign, kept);
  }
}
