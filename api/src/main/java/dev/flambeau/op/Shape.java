package dev.flambeau.op;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The sizes of a tensor's axes, outermost first; dense, row-major.
 *
 * <p>{@code ()} is the shape of a single number, and a size of 0 makes an empty tensor: both are
 * ordinary shapes. A shape has at most 2³¹ − 1 elements; one with a size of 0 has none, however
 * large its other sizes are.
 */
public final class Shape {
  /** The shape of a single number. */
  public static final Shape SCALAR = new Shape();

  private final int[] sizes;
  private final int elements;

  private Shape(int... sizes) {
    for (int size : sizes) {
      if (size < 0) {
        throw new ShapeMismatchException(
            "shape: size " + size + " in " + text(sizes) + "; sizes are 0 or more");
      }
    }
    long product = product(sizes, 0, sizes.length);
    if (product > Integer.MAX_VALUE) {
      throw new ShapeMismatchException(
          "shape: "
              + text(sizes)
              + " has more than 2147483647 elements, the most that one tensor holds. Split it along"
              + " an axis.");
    }
    this.sizes = sizes;
    this.elements = (int) product;
  }

  /** The product of some sizes, or 2³¹ if it is more: 0 if one is, wherever it stands. */
  private static long product(int[] sizes, int from, int to) {
    long product = 1;
    for (int axis = from; axis < to; axis++) {
      product = Math.min(product * sizes[axis], 1L << 31);
    }
    return product;
  }

  /**
   * The shape with these sizes.
   *
   * @throws ShapeMismatchException if a size is negative or there are more than 2³¹ − 1 elements
   */
  public static Shape of(int... sizes) {
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  /** The number of axes. */
  public int rank() {
    return sizes.length;
  }

  /**
   * The size of an axis; −1 is the last one.
   *
   * @throws ShapeMismatchException if there is no such axis
   */
  public int size(int axis) {
    return sizes[axis(axis)];
  }

  private int axis(int axis) {
    int at = axis < 0 ? axis + sizes.length : axis;
    if (at < 0 || at >= sizes.length) {
      throw new ShapeMismatchException(
          "shape: no axis " + axis + " in " + this + ", which has " + sizes.length);
    }
    return at;
  }

  private void checkAxes(int from, int to) {
    if (from < 0 || to < from || to > sizes.length) {
      throw new ShapeMismatchException(
          "shape: no axes from "
              + from
              + " to "
              + to
              + " in "
              + this
              + ", which has "
              + sizes.length);
    }
  }

  /** The number of elements: the product of all sizes, 1 for {@link #SCALAR}. */
  public int elements() {
    return elements;
  }

  /** The sizes, in an array of the caller's own. */
  public int[] sizes() {
    return sizes.clone();
  }

  /** The distance in elements between neighbours along each axis. */
  public int[] strides() {
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    return strides;
  }

  /** Where an element stands: its number along one axis, {@code (1, 2)} along several. */
  public String place(int element) {
    int[] place = new int[sizes.length];
    int rest = element;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      place[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
    return place.length == 1 ? Integer.toString(element) : text(place);
  }

  /**
   * The product of the sizes of the axes from {@code from} up to and without {@code to}; at most
   * 2³¹ − 1, which it exceeds for axes of an empty shape only.
   */
  public int elements(int from, int to) {
    checkAxes(from, to);
    return (int) Math.min(product(sizes, from, to), Integer.MAX_VALUE);
  }

  /** This shape with another size at {@code axis}. */
  public Shape with(int axis, int size) {
    int[] changed = sizes.clone();
    changed[axis(axis)] = size;
    return new Shape(changed);
  }

  /** This shape with {@code more} sizes behind its own. */
  public Shape append(int... more) {
    int[] joined = Arrays.copyOf(sizes, sizes.length + more.length);
    System.arraycopy(more, 0, joined, sizes.length, more.length);
    return new Shape(joined);
  }

  /** The axes from {@code from} up to and without {@code to}. */
  public Shape slice(int from, int to) {
    checkAxes(from, to);
    return of(Arrays.copyOfRange(sizes, from, to));
  }

  /** This shape reduced over {@code axes}: they keep size 1, or go. */
  public Shape reduce(List<Integer> axes, boolean keepDim) {
    int[] kept = new int[sizes.length];
    int rank = 0;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (!axes.contains(axis)) {
        kept[rank++] = sizes[axis];
      } else if (keepDim) {
        kept[rank++] = 1;
      }
    }
    return of(Arrays.copyOf(kept, rank));
  }

  /**
   * Whether this shape stretches to {@code target} by NumPy's rules: aligned at the last axis, each
   * size equal or 1.
   */
  public boolean broadcastsTo(Shape target) {
    int lead = target.rank() - rank();
    if (lead < 0) {
      return false;
    }
    for (int axis = 0; axis < rank(); axis++) {
      if (sizes[axis] != 1 && sizes[axis] != target.sizes[axis + lead]) {
        return false;
      }
    }
    return true;
  }

  /** The strides with which this shape is read as {@code target}: 0 along stretched axes. */
  public int[] broadcastStrides(Shape target) {
    int[] own = strides();
    int[] strides = new int[target.rank()];
    int lead = target.rank() - rank();
    for (int axis = 0; axis < rank(); axis++) {
      strides[axis + lead] = sizes[axis] == 1 ? 0 : own[axis];
    }
    return strides;
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** As in Python: {@code ()}, {@code (3)}, {@code (2, 3)}. */
  @Override
  public String toString() {
    return text(sizes);
  }

  private static String text(int[] sizes) {
    return Arrays.stream(sizes)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
