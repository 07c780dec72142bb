package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Tensor;
import java.util.Optional;

/**
 * A tensor that an optimizer changes: FLOAT32, wanting a gradient unless it is frozen.
 *
 * <p>A module declares it by {@link Module#parameter}.
 */
public final class Parameter extends StateTensor {
  private boolean requiresGrad = true;

  Parameter(String name, Initializer initializer, Shape shape) {
    super(name, initializer, shape);
  }

  /** The gradient that backward has left for it. */
  public Optional<Tensor> grad() {
    Tensor values = valuesIfPlaced();
    return values == null ? Optional.empty() : values.grad();
  }

  /** Whether it is trained. */
  public boolean requiresGrad() {
    Tensor values = valuesIfPlaced();
    return values == null ? requiresGrad : values.requiresGrad();
  }

  /**
   * Trains it, or freezes it; a move to another device keeps what was said.
   *
   * @return this parameter
   */
  public Parameter requiresGrad(boolean wanted) {
    requiresGrad = wanted;
    Tensor values = valuesIfPlaced();
    if (values != null) {
      values.requiresGrad(wanted);
      if (!wanted) {
        values.zeroGrad();
      }
    }
    return this;
  }

  @Override
  void replace(Tensor values) {
    boolean wanted = requiresGrad();
    super.replace(values);
    requiresGrad(wanted);
  }

  @Override
  String kind() {
    return "parameter";
  }
}
