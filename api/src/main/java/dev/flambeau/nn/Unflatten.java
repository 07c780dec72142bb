package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/** One axis as several, in row-major order; shares its input's memory. */
public final class Unflatten extends Layer {
  private final int axis;
  private final Shape sizes;

  /**
   * @param axis which; −1 is the last there is
   * @param sizes those that it becomes; their product is its own
   */
  public Unflatten(int axis, int... sizes) {
    this.axis = axis;
    this.sizes = Shape.of(sizes);
  }

  /**
   * Applies the layer.
   *
   * @throws ShapeMismatchException if there is no such axis, or it is of another size
   */
  @Override
  public Tensor forward(Tensor input) {
    Shape shape = input.shape();
    int at = axis < 0 ? axis + shape.rank() : axis;
    if (at < 0 || at >= shape.rank() || shape.size(at) != sizes.elements()) {
      throw new ShapeMismatchException(
          "Unflatten: takes "
              + sizes.elements()
              + " positions along axis "
              + axis
              + ", for "
              + sizes
              + ", was given "
              + shape);
    }
    Shape all = shape.slice(0, at);
    for (int size : sizes.sizes()) {
      all = all.append(size);
    }
    for (int next = at + 1; next < shape.rank(); next++) {
      all = all.append(shape.size(next));
    }
    return input.reshape(all.sizes());
  }
}
