package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.AttributeException;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Fused;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.List;
import java.util.Set;

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

  private static final TensorType SAMPLE = new TensorType(DType.FLOAT32, Shape.of(2, 3));

  private static void check(OptimizerRule rule, double rate) {
    int given = rule.numbers(new StepNumbers().at(1, rate)).length;
    if (given != rule.numbers().size()) {
      throw new OptimizerException(
          rule.name() + ": gives " + given + " numbers a step, and names " + rule.numbers() + ".");
    }
    distinct(rule, "states", rule.states());
    distinct(rule, "numbers", rule.numbers());
    try {
      if (!isElementwise(new OptimizerUpdate(rule).rule(SAMPLE))) {
        throw new OptimizerException(
            rule.name()
                + ": the expression of a step is one of each element, without sums or maxima. What"
                + " is of a whole tensor is computed before, and handed over as a number.");
      }
    } catch (AttributeException e) {
      throw new OptimizerException(e.getMessage());
    }
  }

  private static boolean isElementwise(Fused step) {
    return step.body().nodes().stream()
        .allMatch(node -> Fused.isElementwise(node.op()) || node.op() instanceof Fill);
  }

  private static void distinct(OptimizerRule rule, String what, List<String> names) {
    if (Set.copyOf(names).size() < names.size()) {
      throw new OptimizerException(rule.name() + ": names one of its " + what + " twice: " + names);
    }
  }
}
