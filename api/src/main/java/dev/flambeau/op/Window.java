package dev.flambeau.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * A window that passes over the last axes of a tensor, as those of convolutions and poolings do.
 *
 * <p>What it has along an axis of some size: tap k of position o is the element {@code o·stride +
 * k·dilation − before}. Beyond the first and last element there is padding.
 *
 * @param axes one entry an axis, outermost first: one to three
 */
public record Window(List<Axis> axes) {
  /** The most axes that a window passes over. */
  public static final int MOST_AXES = 3;

  /**
   * @throws AttributeException if there is no axis, or are more than three
   */
  public Window {
    axes = List.copyOf(axes);
    if (axes.isEmpty() || axes.size() > MOST_AXES) {
      throw new AttributeException(
          "window: passes over 1 to " + MOST_AXES + " axes, was given " + axes.size());
    }
  }

  /**
   * A window along one axis.
   *
   * @param kernel how many taps it has
   * @param stride how far it is from one position to the next
   * @param dilation how far it is from one tap to the next
   * @param before how many elements of padding stand before the first; below 0, so many elements
   *     are left out
   * @param after the same behind the last
   */
  public record Axis(int kernel, int stride, int dilation, int before, int after) {
    /**
     * @throws AttributeException if kernel, stride or dilation is below 1
     */
    public Axis {
      if (kernel < 1 || stride < 1 || dilation < 1) {
        throw new AttributeException(
            "window: kernel, stride and dilation are 1 or more, were given "
                + kernel
                + ", "
                + stride
                + " and "
                + dilation);
      }
      if ((long) dilation * (kernel - 1) >= Integer.MAX_VALUE) {
        throw new AttributeException(
            "window: covers 2147483647 elements at most, was given a kernel of "
                + kernel
                + " with a dilation of "
                + dilation);
      }
    }

    /** How many elements it covers, with those between its taps. */
    public long span() {
      return (long) dilation * (kernel - 1) + 1;
    }

    /** At how many positions it fits; 0 or less if it is longer than all there is. */
    long fits(int size) {
      return Math.floorDiv((long) size + before + after - span(), stride) + 1;
    }

    private Axis same() {
      int rest = Math.toIntExact(span() - 1);
      return new Axis(kernel, stride, dilation, rest / 2, rest - rest / 2);
    }

    private Axis ceilMode(int size) {
      long over = (long) size + before + after - span();
      long last = -Math.floorDiv(-over, stride); // the last position, of a part or a whole
      if (last * stride >= (long) size + before) {
        last--;
      }
      long longer = Math.max(after, last * stride + span() - size - before);
      return new Axis(kernel, stride, dilation, before, (int) Math.min(longer, Integer.MAX_VALUE));
    }

    /** The same window, and what it passes over as if that had its padding already. */
    Axis unpadded() {
      return new Axis(kernel, stride, dilation, 0, 0);
    }

    /** Whether each position has a tap on an element. */
    boolean alwaysMeets(int size, int positions) {
      for (int o = 0; o < positions; o++) {
        long first = (long) o * stride - before;
        long skipped = first < 0 ? Math.floorDiv(-first + dilation - 1, dilation) : 0;
        if (skipped >= kernel || first + skipped * dilation >= size) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A window of so many taps along each axis, step by step, without padding.
   *
   * @throws AttributeException if there is no size, are more than three, or one is below 1
   */
  public static Window of(int... kernel) {
    return new Window(Arrays.stream(kernel).mapToObj(k -> new Axis(k, 1, 1, 0, 0)).toList());
  }

  /** The same with other strides: one for all axes, or one for each. */
  public Window stride(int... stride) {
    return with("stride", stride, (a, s) -> new Axis(a.kernel, s, a.dilation, a.before, a.after));
  }

  /** The same with other dilations: one for all axes, or one for each. */
  public Window dilation(int... dilation) {
    return with("dilation", dilation, (a, d) -> new Axis(a.kernel, a.stride, d, a.before, a.after));
  }

  /** The same with as much padding before as after: one number for all axes, or one for each. */
  public Window padding(int... padding) {
    return with("padding", padding, (a, p) -> new Axis(a.kernel, a.stride, a.dilation, p, p));
  }

  /**
   * The same with the padding by which there are as many positions as elements; an odd rest comes
   * after.
   *
   * @throws AttributeException if a stride is more than 1
   */
  public Window same() {
    for (Axis axis : axes) {
      if (axis.stride > 1) {
        throw new AttributeException(
            "window: as many positions as elements take a stride of 1, was given "
                + axis.stride
                + ". Give the padding in numbers.");
      }
    }
    return new Window(axes.stream().map(Axis::same).toList());
  }

  /**
   * The same with so much more padding after that a part of a window, where one is left over, is a
   * position too, unless it would begin in that padding.
   *
   * @param shape whose last axes it passes over
   */
  public Window ceilMode(Shape shape) {
    List<Axis> longer = new ArrayList<>();
    for (int i = 0; i < rank(); i++) {
      longer.add(axes.get(i).ceilMode(shape.size(i - rank())));
    }
    return new Window(longer);
  }

  private Window with(String role, int[] numbers, BiFunction<Axis, Integer, Axis> change) {
    if (numbers.length != 1 && numbers.length != rank()) {
      throw new AttributeException(
          "window: takes one "
              + role
              + " for all axes or "
              + rank()
              + ", one for each; was given "
              + Arrays.toString(numbers));
    }
    List<Axis> changed = new ArrayList<>();
    for (int i = 0; i < rank(); i++) {
      changed.add(change.apply(axes.get(i), numbers[numbers.length == 1 ? 0 : i]));
    }
    return new Window(changed);
  }

  /** How many axes it passes over. */
  public int rank() {
    return axes.size();
  }

  /** How many taps it has. */
  public int taps() {
    return kernel().elements();
  }

  /** How many taps it has along each axis. */
  public Shape kernel() {
    return Shape.of(axes.stream().mapToInt(Axis::kernel).toArray());
  }

  /** The same window over what has its padding already. */
  public Window unpadded() {
    return new Window(axes.stream().map(Axis::unpadded).toList());
  }

  /** Whether it has no padding, and leaves nothing out. */
  boolean isUnpadded() {
    return equals(unpadded());
  }

  /** A value with the padding of this window, +0, around its last axes. */
  Value padded(Value x) {
    Value padded = x;
    for (int i = 0; i < rank(); i++) {
      int axis = x.shape().rank() - rank() + i;
      padded = padded(padded, axis, axes.get(i));
    }
    return padded;
  }

  /** What is left out may be more than there is: then all is padding. */
  private static Value padded(Value x, int axis, Axis window) {
    int size = x.shape().size(axis);
    int whole = size + window.before() + window.after();
    int from = Math.min(Math.max(0, -window.before()), size);
    int to = Math.max(from, size + Math.min(0, window.after()));
    Value kept = from > 0 || to < size ? x.slice(axis, from, to) : x;
    int before = Math.min(Math.max(0, window.before()), whole - (to - from));
    int after = whole - before - (to - from);
    return before > 0 || after > 0 ? kept.pad(axis, before, after) : kept;
  }

  /**
   * The positions over the last axes of a shape, and the axes before as they are.
   *
   * @throws ShapeMismatchException if there are fewer axes, or the window does not fit once
   */
  Shape positions(Op op, Shape shape) {
    if (shape.rank() < rank()) {
      throw new ShapeMismatchException(
          op.name() + ": its window passes over " + rank() + " axes, was given " + shape);
    }
    Shape positions = shape;
    for (int axis = 1; axis <= rank(); axis++) {
      Axis window = axes.get(rank() - axis);
      long fits = window.fits(shape.size(-axis));
      if (fits < 1) {
        throw new ShapeMismatchException(tooLong(op, shape, -axis, window));
      }
      positions = positions.with(-axis, Check.size(op, shape.rank() - axis, fits));
    }
    return positions;
  }

  private static String tooLong(Op op, Shape shape, int axis, Axis window) {
    return op.name()
        + ": a window that covers "
        + window.span()
        + " elements does not fit axis "
        + axis
        + " of "
        + shape
        + ", which with its padding has "
        + ((long) shape.size(axis) + window.before() + window.after())
        + ". Take a larger input, more padding, a smaller kernel or less dilation.";
  }

  /** The last axes of a shape that this passes over. */
  public Shape passed(Shape shape) {
    return shape.slice(shape.rank() - rank(), shape.rank());
  }
}
