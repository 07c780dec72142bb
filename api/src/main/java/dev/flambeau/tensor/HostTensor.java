package dev.flambeau.tensor;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.memory.HostTransfer;
import java.util.List;

/**
 * A tensor's elements in an array on the host, row-major: on their way to or from a device, a file
 * or a dataset. It lives on when the device has been closed.
 */
public sealed interface HostTensor {
  /** The sizes of its axes. */
  Shape shape();

  /** The type of its elements. */
  DType dtype();

  /** Its array: of float, double, int or boolean. Not a copy, so not to be changed. */
  Object array();

  /** Element type and shape. */
  default TensorType type() {
    return new TensorType(dtype(), shape());
  }

  /** A FLOAT32 tensor; the values are not copied, so not to be changed afterwards. */
  static Floats of(float[] values, int... shape) {
    return new Floats(Shape.of(shape), values);
  }

  /** A FLOAT64 tensor; the values are not copied, so not to be changed afterwards. */
  static Doubles of(double[] values, int... shape) {
    return new Doubles(Shape.of(shape), values);
  }

  /** An INT32 tensor; the values are not copied, so not to be changed afterwards. */
  static Ints of(int[] values, int... shape) {
    return new Ints(Shape.of(shape), values);
  }

  /** A BOOL tensor; the values are not copied, so not to be changed afterwards. */
  static Booleans of(boolean[] values, int... shape) {
    return new Booleans(Shape.of(shape), values);
  }

  /** The tensor whose elements stand in an array of float, double, int or boolean. */
  private static HostTensor of(Shape shape, Object array) {
    if (array instanceof float[] floats) {
      return new Floats(shape, floats);
    }
    if (array instanceof double[] doubles) {
      return new Doubles(shape, doubles);
    }
    return array instanceof int[] ints
        ? new Ints(shape, ints)
        : new Booleans(shape, (boolean[]) array);
  }

  /**
   * The same elements under another shape.
   *
   * @throws ShapeMismatchException if it has another number of elements
   */
  default HostTensor reshape(int... sizes) {
    return of(Shape.of(sizes), array());
  }

  /**
   * A copy of the parts at these indices of the first axis, in this order.
   *
   * @throws ShapeMismatchException if there is no axis, or an index is not in [0, its size)
   */
  default HostTensor rows(int... indices) {
    if (shape().rank() == 0) {
      throw new ShapeMismatchException(
          "rows: a single number has no rows. One row of one value is (1, 1).");
    }
    int length = shape().elements(1, shape().rank());
    Shape selected = shape().with(0, indices.length);
    Object rows = HostTransfer.array("rows", type().with(selected));
    for (int i = 0; i < indices.length; i++) {
      int index = indices[i];
      if (index < 0 || index >= shape().size(0)) {
        throw new ShapeMismatchException(
            "rows: no row " + index + " in " + shape() + ", which has " + shape().size(0));
      }
      System.arraycopy(array(), index * length, rows, i * length, length);
    }
    return of(selected, rows);
  }

  /**
   * A copy of tensors of one type and shape, stacked along a new first axis.
   *
   * @throws ShapeMismatchException if there is none, or they differ
   */
  static HostTensor stack(List<? extends HostTensor> tensors) {
    if (tensors.isEmpty()) {
      throw new ShapeMismatchException("stack: takes one tensor or more, was given none");
    }
    HostTensor first = tensors.get(0);
    int length = first.shape().elements();
    Shape rows = Shape.of(tensors.size()).append(first.shape().sizes());
    Object array = HostTransfer.array("stack", first.type().with(rows));
    for (int i = 0; i < tensors.size(); i++) {
      HostTensor tensor = tensors.get(i);
      if (!tensor.type().equals(first.type())) {
        throw new ShapeMismatchException(
            "stack: tensors must have one type and shape, were given "
                + first.type()
                + " and "
                + tensor.type()
                + ".");
      }
      System.arraycopy(tensor.array(), 0, array, i * length, length);
    }
    return of(rows, array);
  }

  /** A FLOAT32 tensor. */
  record Floats(Shape shape, float[] values) implements HostTensor {
    /**
     * @throws ShapeMismatchException if the shape has another number of elements than given
     */
    public Floats {
      check(shape, values.length);
    }

    @Override
    public DType dtype() {
      return DType.FLOAT32;
    }

    @Override
    public Object array() {
      return values;
    }
  }

  /** A FLOAT64 tensor. */
  record Doubles(Shape shape, double[] values) implements HostTensor {
    /**
     * @throws ShapeMismatchException if the shape has another number of elements than given
     */
    public Doubles {
      check(shape, values.length);
    }

    @Override
    public DType dtype() {
      return DType.FLOAT64;
    }

    @Override
    public Object array() {
      return values;
    }
  }

  /** An INT32 tensor. */
  record Ints(Shape shape, int[] values) implements HostTensor {
    /**
     * @throws ShapeMismatchException if the shape has another number of elements than given
     */
    public Ints {
      check(shape, values.length);
    }

    @Override
    public DType dtype() {
      return DType.INT32;
    }

    @Override
    public Object array() {
      return values;
    }
  }

  /** A BOOL tensor. */
  record Booleans(Shape shape, boolean[] values) implements HostTensor {
    /**
     * @throws ShapeMismatchException if the shape has another number of elements than given
     */
    public Booleans {
      check(shape, values.length);
    }

    @Override
    public DType dtype() {
      return DType.BOOL;
    }

    @Override
    public Object array() {
      return values;
    }
  }

  private static void check(Shape shape, int count) {
    if (shape.elements() != count) {
      throw new ShapeMismatchException(
          "A tensor of shape "
              + shape
              + " has "
              + shape.elements()
              + " elements, "
              + count
              + " were given.");
    }
  }
}
