package dev.flambeau.op.gradient;

import dev.flambeau.op.Shape;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Undoes broadcasting: an operand that was stretched gets the sum over what it was stretched to.
 */
final class Broadcasting {
  private Broadcasting() {}

  /** The sum of a gradient over the axes along which {@code shape} was stretched to its shape. */
  static Value reduce(Value gradient, Shape shape) {
    Shape stretched = gradient.shape();
    if (stretched.equals(shape)) {
      return gradient;
    }
    int lead = stretched.rank() - shape.rank();
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < stretched.rank(); axis++) {
      if (axis < lead || shape.size(axis - lead) != stretched.size(axis)) {
        axes.add(axis);
      }
    }
    return gradient.sum(axes, true).reshape(shape);
  }
}
