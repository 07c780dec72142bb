package dev.flambeau.data;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;
import java.util.Objects;

/**
 * Rows of numbers: inputs, or the targets of a regression.
 *
 * @param shape {@code (N, …)}
 * @param values the elements, row-major; not copied, so not to be changed afterwards
 */
public record Values(Shape shape, float[] values) implements Rows {

  /**
   * @throws DatasetException if the shape has no axis, or another number of elements than there are
   *     values
   */
  public Values {
    if (shape.rank() == 0) {
      throw new DatasetException(
          "Values of shape () have no rows. One row of one value is (1, 1).");
    }
    if (shape.elements() != values.length) {
      throw new DatasetException(
          "Values of shape "
              + shape
              + " have "
              + shape.elements()
              + " elements, "
              + values.length
              + " were given.");
    }
  }

  @Override
  public Values select(int[] indices) {
    int length = shape.elements(1, shape.rank());
    Shape selected = shape.with(0, indices.length);
    float[] rows = new float[selected.elements()];
    for (int i = 0; i < indices.length; i++) {
      int index = Objects.checkIndex(indices[i], size());
      System.arraycopy(values, index * length, rows, i * length, length);
    }
    return new Values(selected, rows);
  }

  /** FLOAT32 {@code (N, …)}. */
  @Override
  public Tensor to(Device device) {
    return device.tensor(values, shape.sizes());
  }
}
