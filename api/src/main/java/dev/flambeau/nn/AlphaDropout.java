package dev.flambeau.nn;

import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;

/**
 * In training leaves out each element with a probability, so that mean and variance of what {@code
 * selu} gives stay; in use it gives what it is given.
 */
public final class AlphaDropout extends Layer {
  private final double p;

  /**
   * @param p the probability of an element to be left out
   * @throws ModelException if it is not in [0, 1]
   */
  public AlphaDropout(double p) {
    this.p = Probability.checked("AlphaDropout", p);
  }

  /** With a probability of a half. */
  public AlphaDropout() {
    this(0.5);
  }

  @Override
  public Tensor forward(Tensor x) {
    return isTraining() ? Functional.alphaDropout(x, p) : x;
  }
}
