package dev.flambeau.tensor.functional;

import dev.flambeau.op.AttributeException;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;
import java.util.Arrays;

/**
 * More positions around a tensor. How many is said as in PyTorch: before and after the last axis,
 * then before and after the one in front of it, and so on; of an image left, right, top, bottom.
 */
public final class Padding {
  private Padding() {}

  /** What stands at the positions that are added. */
  public enum Mode {
    /**
     * The tensor seen in a mirror that stands on its first or last position: {@code 2 1 |0 1 2}.
     */
    REFLECT {
      @Override
      Tensor source(Tensor places, int size) {
        double last = size - 1.0;
        return places.abs().neg().add(last).abs().neg().add(last);
      }

      @Override
      int most(int size) {
        return size - 1;
      }
    },

    /** The first or last position, again and again: {@code 0 0 |0 1 2}. */
    REPLICATE {
      @Override
      Tensor source(Tensor places, int size) {
        return places.clamp(0, size - 1.0);
      }

      @Override
      int most(int size) {
        return size == 0 ? 0 : Integer.MAX_VALUE;
      }
    },

    /** The tensor's other end: {@code 1 2 |0 1 2}. */
    CIRCULAR {
      @Override
      Tensor source(Tensor places, int size) {
        Tensor above = Tensor.where(places.lt(places.constant(0)), places.add(size), places);
        return Tensor.where(above.ge(places.constant(size)), above.sub(size), above);
      }

      @Override
      int most(int size) {
        return size;
      }
    };

    /** Which position each place has, places being counted from the tensor's first position on. */
    abstract Tensor source(Tensor places, int size);

    /** How many positions may be added at an end. */
    abstract int most(int size);
  }

  /**
   * Zeros around.
   *
   * @param amounts two for each axis, last axis first
   * @throws ShapeMismatchException if there are not so many axes, or an amount is negative
   */
  public static Tensor pad(Tensor x, int... amounts) {
    check(x, amounts);
    Tensor y = x;
    for (int i = 0; i < amounts.length; i += 2) {
      y = y.pad(-1 - i / 2, amounts[i], amounts[i + 1]);
    }
    return y;
  }

  /**
   * A number around.
   *
   * @param amounts two for each axis, last axis first
   * @throws ShapeMismatchException if there are not so many axes, or an amount is negative
   * @throws AttributeException if no element of the tensor's type is the number
   */
  public static Tensor pad(Tensor x, double number, int... amounts) {
    check(x, amounts);
    checkHeld(x, number);
    Tensor y = x;
    for (int i = 0; i < amounts.length; i += 2) {
      int axis = x.shape().rank() - 1 - i / 2;
      Tensor before = y.constant(number, y.shape().with(axis, amounts[i]));
      Tensor after = y.constant(number, y.shape().with(axis, amounts[i + 1]));
      y = Tensor.concat(axis, before, y, after);
    }
    return y;
  }

  /**
   * Copies around. Each position's gradient is the sum of those of its copies, in their order.
   *
   * @param amounts two for each axis, last axis first
   * @throws ShapeMismatchException if there are not so many axes, or an amount is negative or more
   *     than there is to copy
   */
  public static Tensor pad(Tensor x, Mode mode, int... amounts) {
    check(x, amounts);
    Tensor y = x;
    for (int i = 0; i < amounts.length; i += 2) {
      int axis = x.shape().rank() - 1 - i / 2;
      y = pad(y, mode, axis, amounts[i], amounts[i + 1]);
    }
    return y;
  }

  private static Tensor pad(Tensor x, Mode mode, int axis, int before, int after) {
    int size = x.shape().size(axis);
    if (before == 0 && after == 0) {
      return x;
    }
    if (Math.max(before, after) > mode.most(size)) {
      throw new ShapeMismatchException(
          "pad: "
              + mode
              + " adds at most "
              + mode.most(size)
              + " positions at an end of axis "
              + axis
              + " of "
              + x.shape()
              + ", was asked for "
              + before
              + " before and "
              + after
              + " after");
    }
    if ((long) before + size + after > Integer.MAX_VALUE) {
      throw new ShapeMismatchException(
          "pad: axis "
              + axis
              + " of "
              + x.shape()
              + " would have more than 2147483647 positions, with "
              + before
              + " before and "
              + after
              + " after");
    }
    Tensor places = Axes.places("pad", x, before + size + after).sub(before);
    return Axes.select(x, axis, mode.source(places, size));
  }

  /** Refuses what a cast would make another number of; one that is floating is only rounded. */
  private static void checkHeld(Tensor x, double number) {
    boolean isHeld =
        switch (x.dtype()) {
          case FLOAT32, FLOAT64 -> true;
          case INT32 -> number == (int) number;
          case BOOL -> number == 0 || number == 1;
        };
    if (!isHeld) {
      throw new AttributeException(
          "pad: takes a number that "
              + x.dtype()
              + " holds, was given "
              + number
              + "; cast the tensor to FLOAT32 first.");
    }
  }

  private static void check(Tensor x, int[] amounts) {
    boolean isNegative = false;
    for (int amount : amounts) {
      isNegative |= amount < 0;
    }
    if (isNegative || amounts.length % 2 != 0 || amounts.length / 2 > x.shape().rank()) {
      throw new ShapeMismatchException(
          "pad: takes 0 or more positions before and after each of some last axes, was given "
              + Arrays.toString(amounts)
              + " for "
              + x.shape());
    }
  }
}
