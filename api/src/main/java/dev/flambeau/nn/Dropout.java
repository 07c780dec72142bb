package dev.flambeau.nn;

import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;

/**
 * In training leaves out each element with a probability, and scales the others so that the mean
 * stays; in use it gives what it is given.
 */
public final class Dropout extends Layer {
  private final double p;

  /**
   * @param p the probability of an element to be left out
   * @throws ModelException if it is not in [0, 1]
   */
  public Dropout(double p) {
    this.p = Probability.checked("Dropout", p);
  }

  /** With a probability of a half. */
  public Dropout() {
    this(0.5);
  }

  @Override
  public Tensor forward(Tensor x) {
    return isTraining() ? Functional.dropout(x, p) : x;
  }
}
