package dev.flambeau.train;

import dev.flambeau.data.Classes;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Tensor;

/** The classes that a model answers, beside those that are right. */
record Predictions(int[] labels, int[] predicted) {
  /** Stands where an output has a NaN, and so no class. */
  static final int NONE = -1;

  /**
   * Waits for outputs, and takes the class of the largest of each; of equal ones the first counts.
   *
   * @param measure what asks, for messages
   * @throws ShapeMismatchException if the axes before the last differ
   * @throws dev.flambeau.data.DatasetException if a label is no class
   */
  static Predictions of(String measure, Tensor outputs, HostTensor labels) {
    Shape shape = outputs.shape();
    if (shape.rank() == 0 || !shape.slice(0, shape.rank() - 1).equals(labels.shape())) {
      throw new ShapeMismatchException(
          measure
              + ": outputs must have the axes of the labels and one for the classes, were given"
              + " outputs "
              + shape
              + " and labels "
              + labels.shape());
    }
    if (labels.shape().elements() == 0) {
      return new Predictions(new int[0], new int[0]);
    }
    new Classes(shape.size(-1)).check(labels);
    try (Tensor predictions = outputs.argmax(-1);
        Tensor largest = outputs.max(new int[] {-1}, false);
        Tensor ordered = largest.eq(largest)) {
      int[] classes = predictions.toInts();
      boolean[] isNumber = ordered.toBooleans();
      for (int i = 0; i < classes.length; i++) {
        classes[i] = isNumber[i] ? classes[i] : NONE;
      }
      return new Predictions(((HostTensor.Ints) labels).values(), classes);
    }
  }
}
