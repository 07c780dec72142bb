package dev.flambeau.tensor.functional;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;
import java.util.Arrays;

/** Images and signals of another size. */
public final class Resampling {
  private Resampling() {}

  /** How a value between positions is made. */
  public enum Mode {
    /** The position at or before it. */
    NEAREST,

    /** Between both neighbours, by distance, along each axis: PyTorch's linear and bilinear. */
    LINEAR,

    /** The same, the first and last positions being those of the input: {@code align_corners}. */
    LINEAR_ALIGNED
  }

  /**
   * Places of so many positions.
   *
   * @param x {@code (N, C, …)}
   * @param sizes of the places' axes, or one for all of them
   * @return {@code (N, C, sizes)}
   * @throws ShapeMismatchException if there are no places, or a size is less than 1
   */
  public static Tensor interpolate(Tensor x, Mode mode, int... sizes) {
    Shape shape = x.shape();
    check(x, sizes.length);
    Tensor y = x;
    for (int axis = shape.rank() - 1; axis >= 2; axis--) {
      int size = sizes[sizes.length == 1 ? 0 : axis - 2];
      y = along(y, axis, mode, size, (double) shape.size(axis) / size);
    }
    return y;
  }

  /**
   * Places of so many times the positions, rounded down: PyTorch's {@code scale_factor}.
   *
   * @param x {@code (N, C, …)}
   * @param factors of the places' axes, or one for all of them
   * @throws ShapeMismatchException if there are no places, or a factor leaves none
   */
  public static Tensor interpolateBy(Tensor x, Mode mode, double... factors) {
    Shape shape = x.shape();
    check(x, factors.length);
    Tensor y = x;
    for (int axis = shape.rank() - 1; axis >= 2; axis--) {
      double factor = factors[factors.length == 1 ? 0 : axis - 2];
      int size = (int) (shape.size(axis) * factor);
      y = along(y, axis, mode, size, 1 / factor);
    }
    return y;
  }

  private static void check(Tensor x, int given) {
    int axes = x.shape().rank() - 2;
    boolean isEmpty = Arrays.stream(x.shape().sizes()).skip(2).anyMatch(size -> size == 0);
    if (axes < 1 || isEmpty || given != 1 && given != axes) {
      throw new ShapeMismatchException(
          "interpolate: takes (N, C, …) with places and one size or factor for each of their axes,"
              + " or one for all, was given "
              + given
              + " for "
              + x.shape());
    }
  }

  /**
   * One axis.
   *
   * @param step positions of the input from one of the output's to the next
   */
  private static Tensor along(Tensor x, int axis, Mode mode, int size, double step) {
    int last = x.shape().size(axis) - 1;
    if (size < 1) {
      throw new ShapeMismatchException(
          "interpolate: axis " + axis + " of " + x.shape() + " would have " + size + " positions");
    }
    if (mode == Mode.NEAREST) {
      Tensor places = Axes.places("interpolate", x, size).mul(step);
      return Axes.select(x, axis, places.clamp(0, last));
    }
    Tensor at = places(x, mode, size, last, step);
    Tensor lower = at.cast(DType.INT32).cast(at.dtype());
    Tensor weight = Axes.along(at.sub(lower).cast(x.dtype()), axis, x.shape());
    Tensor first = Axes.select(x, axis, lower);
    Tensor second = Axes.select(x, axis, lower.add(1).clamp(0, last));
    return weight.fma(second, first.mul(weight.neg().add(1)));
  }

  /** Where in the input each position of the output lies. */
  private static Tensor places(Tensor x, Mode mode, int size, int last, double step) {
    Tensor places = Axes.places("interpolate", x, size);
    if (mode == Mode.LINEAR_ALIGNED) {
      return places.mul(size == 1 ? 0 : last / (size - 1.0)).clamp(0, last);
    }
    return places.add(0.5).mul(step).sub(0.5).clamp(0, last);
  }
}
