package dev.flambeau.io;

import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;

/** The elements of a tensor on the host, on their way to or from a file; row-major. */
public sealed interface StoredTensor {
  /** Element type and shape. */
  TensorType type();

  /** Element {@code index} as it is saved: any NaN is 0x7fc00000. */
  int bits(int index);

  /**
   * A FLOAT32 tensor.
   *
   * @param values not copied, so not to be changed afterwards
   */
  record Floats(Shape shape, float[] values) implements StoredTensor {
    /**
     * @throws ShapeMismatchException if the shape has another number of elements than given
     */
    public Floats {
      check(shape, values.length);
    }

    @Override
    public TensorType type() {
      return new TensorType(DType.FLOAT32, shape);
    }

    @Override
    public int bits(int index) {
      return Float.floatToIntBits(values[index]);
    }
  }

  /**
   * An INT32 tensor.
   *
   * @param values not copied, so not to be changed afterwards
   */
  record Ints(Shape shape, int[] values) implements StoredTensor {
    /**
     * @throws ShapeMismatchException if the shape has another number of elements than given
     */
    public Ints {
      check(shape, values.length);
    }

    @Override
    public TensorType type() {
      return new TensorType(DType.INT32, shape);
    }

    @Override
    public int bits(int index) {
      return values[index];
    }
  }

  private static void check(Shape shape, int count) {
    if (shape.elements() != count) {
      throw new ShapeMismatchException(
          "A stored tensor of shape "
              + shape
              + " has "
              + shape.elements()
              + " elements, "
              + count
              + " were given.");
    }
  }
}
