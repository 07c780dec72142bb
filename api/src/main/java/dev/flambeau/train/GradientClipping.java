package dev.flambeau.train;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.InPlace;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gradients that are kept small between backward and an optimizer's step, in place, as PyTorch's
 * {@code clip_grad_norm_} and {@code clip_grad_value_} do it. In a training step: {@link
 * TrainingStep#clipGradNorm}.
 */
public final class GradientClipping {
  /** Keeps the factor finite where all gradients are 0. */
  private static final double BESIDE_NORM = 1e-6;

  private GradientClipping() {}

  /**
   * Scales all gradients by {@code min(1, max / (norm + 1e-6))}, where the norm is that of all of
   * them together (R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent
   * neural networks, 2013).
   *
   * @param parameters those without a gradient do not count
   * @return the norm before, one number on the device; a scope frees it
   * @throws OptimizerException if there are no parameters, or max is not above 0 and finite
   */
  public static Tensor norm(List<Parameter> parameters, double max) {
    check("max", max);
    if (parameters.isEmpty()) {
      throw new OptimizerException("A norm is one of parameters' gradients, was given none.");
    }
    List<Tensor> gradients = gradients(parameters);
    if (gradients.isEmpty()) {
      return parameters.get(0).tensor().constant(0);
    }
    List<Tensor> squares = new ArrayList<>();
    gradients.forEach(gradient -> squares.add(gradient.square().sum().reshape(1)));
    Tensor norm = Tensor.concat(0, squares.toArray(Tensor[]::new)).sum().sqrt();
    Tensor factor = norm.constant(max).div(norm.add(BESIDE_NORM)).minimum(norm.constant(1));
    Functional.update(
        new OptimizerUpdate(new InPlace.Scale()), gradients, List.of(), factor.reshape(1));
    return norm;
  }

  /**
   * Clips each element of each gradient to {@code [−limit, limit]}.
   *
   * @throws OptimizerException if the limit is not above 0 and finite
   */
  public static void value(List<Parameter> parameters, double limit) {
    check("limit", limit);
    Functional.update(
        new OptimizerUpdate(new InPlace.ClampTo((float) limit)), gradients(parameters), List.of());
  }

  static List<Tensor> gradients(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::grad).flatMap(Optional::stream).toList();
  }

  static void check(String name, double value) {
    if (!((float) value > 0) || !Float.isFinite((float) value)) {
      throw new OptimizerException(name + ": must be finite and above 0, was given " + value + ".");
    }
  }
}
