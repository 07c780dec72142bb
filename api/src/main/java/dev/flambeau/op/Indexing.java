package dev.flambeau.op;

import java.util.List;

/**
 * Positions along an axis by their numbers, an INT32 index {@code (m)}: taken, and added where they
 * came from, each the gradient of the other.
 */
public sealed interface Indexing extends Op {

  /** The axis that is indexed, counted from 0. */
  int axis();

  /**
   * The positions of x that the index names, in its order. Inputs: x of any type and the index.
   * Output: x's shape with m positions along the axis. For a number outside it is NaN, 0 or false.
   */
  record IndexSelect(int axis) implements Indexing {
    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 2);
      Shape shape = inputs.get(0).shape();
      Check.axis(this, axis, shape);
      int named = positions(this, inputs.get(1));
      return List.of(inputs.get(0).with(shape.with(axis, named)));
    }
  }

  /**
   * Positions along an axis by what the index sends to each: the Sum of its occurrences in
   * ascending order, +0 where there is none; a number outside is left out. Inputs: x with m
   * positions along the axis, and the index.
   *
   * @param size how many positions the output has
   */
  record IndexAdd(int axis, int size) implements Indexing {
    public IndexAdd {
      if (size < 0) {
        throw new ShapeMismatchException("indexAdd: takes 0 positions or more, was given " + size);
      }
    }

    @Override
    public List<TensorType> infer(List<TensorType> inputs) {
      Check.count(this, inputs, 2);
      Check.floating(this, inputs.subList(0, 1));
      Shape shape = inputs.get(0).shape();
      Check.axis(this, axis, shape);
      int named = positions(this, inputs.get(1));
      if (named != shape.size(axis)) {
        throw new ShapeMismatchException(
            "indexAdd: takes one number for each of the "
                + shape.size(axis)
                + " positions along axis "
                + axis
                + " of "
                + shape
                + ", was given "
                + named);
      }
      if (named > MOST_POSITIONS) {
        throw new ShapeMismatchException(
            "indexAdd: takes "
                + MOST_POSITIONS
                + " positions or fewer, was given "
                + shape
                + ". Split it.");
      }
      return List.of(inputs.get(0).with(shape.with(axis, size)));
    }
  }

  /** So many are added at most: three levels of blocks of 1,024. */
  int MOST_POSITIONS = 1 << 30;

  private static int positions(Indexing op, TensorType index) {
    Check.dtype(op, "the index", index, DType.INT32);
    Check.rank(op, "the index", index, 1);
    return index.shape().size(0);
  }
}
