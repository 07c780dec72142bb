package dev.flambeau.train;

import dev.flambeau.data.Classes;
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
    Predictions answers = Predictions.of("accuracy", outputs, labels);
    for (int i = 0; i < answers.labels().length; i++) {
      int label = answers.labels()[i];
      correct += label == answers.predicted()[i] ? 1 : 0;
      count += label == Classes.IGNORED ? 0 : 1;
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
