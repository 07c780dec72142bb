package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Undoes broadcasting: an operand that was stretched gets the sum over what it was stretched to.
 */
final class Broadcasting {
  private Broadcasting() {}

  /** Gives the gradient of an operand, summed to the operand's shape. */
  static void give(Backward backward, int input, Tensor gradient) {
    backward.give(input, reduce(gradient, backward.shape(input)));
  }

  /** The sum of a gradient over the axes along which {@code shape} was stretched to its shape. */
  static Tensor reduce(Tensor gradient, Shape shape) {
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
    int[] array = axes.stream().mapToInt(Integer::intValue).toArray();
    return gradient.sum(array, true).reshape(shape.sizes());
  }
}
