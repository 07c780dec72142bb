package dev.flambeau.train;

import dev.flambeau.data.Labels;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Tensor;

/** How often the largest output stands at the label, over any number of batches. */
public final class Accuracy {
  private long correct;
  private long count;

  /**
   * Counts a batch; waits for its outputs.
   *
   * @param outputs {@code (N, classes)}; of equal values the first counts, and NaN as the largest
   * @param labels N labels
   * @throws ShapeMismatchException if there are not N of them, or the outputs have other axes
   */
  public void add(Tensor outputs, Labels labels) {
    if (outputs.shape().rank() != 2 || outputs.shape().size(0) != labels.size()) {
      throw new ShapeMismatchException(
          "accuracy: outputs must be ("
              + labels.size()
              + ", classes) for "
              + labels.size()
              + " labels, were given "
              + outputs.shape());
    }
    try (Tensor predictions = outputs.argmax(1)) {
      int[] classes = predictions.toInts();
      for (int i = 0; i < classes.length; i++) {
        correct += classes[i] == labels.labels()[i] ? 1 : 0;
      }
      count += classes.length;
    }
  }

  /** How many examples were right. */
  public long correct() {
    return correct;
  }

  /** How many examples there were. */
  public long count() {
    return count;
  }

  /** The fraction that was right, from 0 to 1; NaN before the first example. */
  public double value() {
    return (double) correct / count;
  }
}
