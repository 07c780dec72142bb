package dev.flambeau.data;

import dev.flambeau.op.CrossEntropy;
import dev.flambeau.tensor.HostTensor;

/**
 * The classes that labels may name: the numbers from 0 up to and without a count.
 *
 * @param count how many there are
 */
public record Classes(int count) {
  /** The label that stands for none, in losses and accuracies: PyTorch's {@code ignore_index}. */
  public static final int IGNORED = CrossEntropy.IGNORED;

  /**
   * @throws DatasetException if the count is less than 1
   */
  public Classes {
    if (count < 1) {
      throw new DatasetException(count + " classes; there must be 1 or more.");
    }
  }

  /**
   * Checks that each label is a class, or {@link #IGNORED}.
   *
   * @throws DatasetException if one is not; the message gives the first such and its place
   */
  public void check(HostTensor labels) {
    check(labels, "");
  }

  void check(HostTensor labels, String of) {
    if (!(labels instanceof HostTensor.Ints ints)) {
      throw new DatasetException("Labels are INT32, was given " + labels.type() + of + ".");
    }
    int[] values = ints.values();
    for (int i = 0; i < values.length; i++) {
      if ((values[i] < 0 || values[i] >= count) && values[i] != IGNORED) {
        throw new DatasetException(
            "Label "
                + values[i]
                + (labels.shape().rank() == 0 ? "" : " at index " + labels.shape().place(i))
                + of
                + " is not in [0, "
                + count
                + "), nor "
                + IGNORED
                + ", which is ignored.");
      }
    }
  }
}
