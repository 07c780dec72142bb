package dev.flambeau.train;

import dev.flambeau.data.Classes;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Tensor;

/**
 * How often the largest output stands at the label, over any number of batches.
 *
 * <p>Outputs with a NaN among them are wrong, whatever the label: a model that has diverged is
 * right about nothing. Where the label is {@link Classes#IGNORED} nothing is counted.
 */
public final class Accuracy {
  private long correct;
  private long count;

  /**
   * Counts a batch; waits for its outputs.
   *
   * @param outputs {@code (N, classes)}; of equal values the first counts
   * @param labels N labels
   * @throws ShapeMismatchException if there are not N of them, or the outputs have other axes
   * @throws dev.flambeau.data.DatasetException if a label is no class
   */
  public void add(Tensor outputs, int... labels) {
    add(outputs, HostTensor.of(labels, labels.length));
  }

  /**
   * Counts a batch; waits for its outputs.
   *
   * @param outputs {@code (…, classes)}; of equal values the first counts
   * @param labels INT32 {@code (…)}: one for all outputs along the last axis
   * @throws ShapeMismatchException if the axes before the last differ
   * @throws dev.flambeau.data.DatasetException if a label is no class
   */
  public void add(Tensor outputs, HostTensor labels) {
    Shape shape = outputs.shape();
    if (shape.rank() == 0 || !shape.slice(0, shape.rank() - 1).equals(labels.shape())) {
      throw new ShapeMismatchException(
          "accuracy: outputs must have the axes of the labels and one for the classes, were given"
              + " outputs "
              + shape
              + " and labels "
              + labels.shape());
    }
    if (labels.shape().elements() == 0) {
      return;
    }
    new Classes(shape.size(-1)).check(labels);
    count(outputs, ((HostTensor.Ints) labels).values());
  }

  private void count(Tensor outputs, int[] labels) {
    try (Tensor predictions = outputs.argmax(-1);
        Tensor largest = outputs.max(new int[] {-1}, false);
        Tensor ordered = largest.eq(largest)) {
      int[] classes = predictions.toInts();
      boolean[] isNumber = ordered.toBooleans();
      for (int i = 0; i < labels.length; i++) {
        correct += isNumber[i] && classes[i] == labels[i] ? 1 : 0;
        count += labels[i] == Classes.IGNORED ? 0 : 1;
      }
    }
  }

  /** How many examples were right. */
  public long correct() {
    return correct;
  }

  /** How many examples there were, without those that are ignored. */
  public long count() {
    return count;
  }

  /** The fraction that was right, from 0 to 1; NaN before the first example. */
  public double value() {
    return (double) correct / count;
  }
}
