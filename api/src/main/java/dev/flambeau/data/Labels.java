package dev.flambeau.data;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;

/**
 * One class an example: the targets of a classification.
 *
 * @param labels the class of each example, in [0, classes); not copied, so not to be changed
 *     afterwards
 * @param classes the number of classes
 */
public record Labels(int[] labels, int classes) implements Rows {

  /**
   * @throws DatasetException if a label is out of range; the message gives the first such
   */
  public Labels {
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0 || labels[i] >= classes) {
        throw new DatasetException(
            "Label " + labels[i] + " at index " + i + " is not in [0, " + classes + ").");
      }
    }
  }

  /** {@code (N)}. */
  @Override
  public Shape shape() {
    return Shape.of(labels.length);
  }

  @Override
  public Labels select(int[] indices) {
    int[] selected = new int[indices.length];
    for (int i = 0; i < indices.length; i++) {
      selected[i] = labels[indices[i]];
    }
    return new Labels(selected, classes);
  }

  /** INT32 {@code (N)}. */
  @Override
  public Tensor to(Device device) {
    return device.tensor(labels, labels.length);
  }
}
