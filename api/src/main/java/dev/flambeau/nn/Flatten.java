package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/** Some consecutive axes as one, in row-major order; shares its input's memory. */
public final class Flatten extends Layer {
  private final int startAxis;
  private final int endAxis;

  /** All axes but the first, the batch's. */
  public Flatten() {
    this(1, -1);
  }

  /**
   * Some axes.
   *
   * @param startAxis the first of them; −1 is the last there is
   * @param endAxis the last of them, which belongs to them
   */
  public Flatten(int startAxis, int endAxis) {
    this.startAxis = startAxis;
    this.endAxis = endAxis;
  }

  /**
   * Applies the layer.
   *
   * @return {@code (N, C · H · W)} of {@code (N, C, H, W)}
   * @throws ShapeMismatchException if there are no such axes
   */
  @Override
  public Tensor forward(Tensor input) {
    Shape shape = input.shape();
    int rank = shape.rank();
    int start = startAxis < 0 ? startAxis + rank : startAxis;
    int end = endAxis < 0 ? endAxis + rank : endAxis;
    if (start < 0 || end >= rank || start > end) {
      throw new ShapeMismatchException(
          "Flatten: no axes from " + startAxis + " to " + endAxis + " in " + shape);
    }
    Shape sizes = shape.slice(0, start).append(shape.elements(start, end + 1));
    for (int axis = end + 1; axis < rank; axis++) {
      sizes = sizes.append(shape.size(axis));
    }
    return input.reshape(sizes.sizes());
  }
}
