package dev.flambeau.tensor.functional;

import dev.flambeau.op.DType;
import dev.flambeau.op.Indexing;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;
import java.util.Arrays;

/** Positions along an axis in another order. */
public final class Axes {
  /** So many numbers FLOAT32 counts. */
  private static final int MOST_POSITIONS = 1 << 24;

  private Axes() {}

  /**
   * The positions along some axes in reverse order.
   *
   * @throws ShapeMismatchException if there is no such axis, or it has more than 2²⁴ positions
   */
  public static Tensor flip(Tensor x, int... axes) {
    Tensor y = x;
    for (int axis : axes) {
      int at = at("flip", x, axis);
      Tensor places = places("flip", x, x.shape().size(at));
      y = select(y, at, places.neg().add(x.shape().size(at) - 1.0));
    }
    return y;
  }

  /**
   * The positions along an axis so much further on; those that go beyond its end come in at its
   * beginning.
   *
   * @param shift how far; negative ones go the other way
   * @throws ShapeMismatchException if there is no such axis
   */
  public static Tensor roll(Tensor x, int shift, int axis) {
    int at = at("roll", x, axis);
    int size = x.shape().size(at);
    if (size == 0) {
      return x;
    }
    int cut = size - Math.floorMod(shift, size);
    return cut == size ? x : Tensor.concat(at, x.slice(at, cut, size), x.slice(at, 0, cut));
  }

  /** An axis counted from 0. */
  static int at(String method, Tensor x, int axis) {
    int rank = x.shape().rank();
    int at = axis < 0 ? axis + rank : axis;
    if (at < 0 || at >= rank) {
      throw new ShapeMismatchException(
          method + ": no axis " + axis + " in " + x.shape() + ", which has " + rank);
    }
    return at;
  }

  /**
   * The numbers of so many places, FLOAT32, on a tensor's device: they are made there, so that a
   * step that uses them can be captured.
   */
  static Tensor places(String method, Tensor x, int size) {
    if (size > MOST_POSITIONS) {
      throw new ShapeMismatchException(
          method
              + ": takes "
              + MOST_POSITIONS
              + " positions or fewer along an axis, was given "
              + x.shape()
              + " and would make "
              + size);
    }
    return x.device().arange(DType.FLOAT32, size);
  }

  /** The positions whose numbers are given as floats. */
  static Tensor select(Tensor x, int axis, Tensor numbers) {
    return Tensor.apply(new Indexing.IndexSelect(axis), x, numbers.cast(DType.INT32));
  }

  /** Values along an axis, to be stretched over a tensor. */
  static Tensor along(Tensor values, int axis, Shape shape) {
    int[] sizes = new int[shape.rank() - axis];
    Arrays.fill(sizes, 1);
    sizes[0] = values.shape().elements();
    return values.reshape(sizes);
  }
}
