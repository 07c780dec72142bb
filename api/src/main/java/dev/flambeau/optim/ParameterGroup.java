package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.DType;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;

/**
 * Parameters that an optimizer changes alike.
 *
 * @param learningRate their own rate, which a schedule begins with; a FLOAT32, widened
 */
public record ParameterGroup(List<Parameter> parameters, double learningRate, OptimizerRule rule) {
  /**
   * Checks the rate and the rule.
   *
   * @throws OptimizerException if the rate cannot be right, or the rule is no expression of what it
   *     declares
   */
  public ParameterGroup {
    parameters = List.copyOf(parameters);
    learningRate = Hyperparameter.atLeast(0, "learningRate", learningRate);
    check(rule, learningRate);
  }

  private static void check(OptimizerRule rule, double rate) {
    int given = rule.numbers(new StepNumbers().at(1, rate)).length;
    if (given != rule.numbers().size()) {
      throw new OptimizerException(
          rule.name() + ": gives " + given + " numbers a step, and names " + rule.numbers() + ".");
    }
    try {
      new OptimizerUpdate(rule).rule(new TensorType(DType.FLOAT32, Shape.of(1)));
    } catch (IllegalArgumentException e) {
      throw new OptimizerException(e.getMessage());
    }
  }
}
