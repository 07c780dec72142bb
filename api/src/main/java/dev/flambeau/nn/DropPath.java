package dev.flambeau.nn;

import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;

/**
 * In training leaves out whole examples, each with a probability, and scales the others so that the
 * mean stays; in use it gives what it is given. Before the sum of a residual block it leaves out
 * the block: stochastic depth.
 *
 * @see "G. Huang, Y. Sun, Z. Liu, D. Sedra, K. Weinberger: Deep Networks with Stochastic Depth,
 *     ECCV 2016"
 */
public final class DropPath extends Layer {
  private final double p;

  /**
   * @param p the probability of an example to be left out
   * @throws ModelException if it is not in [0, 1]
   */
  public DropPath(double p) {
    this.p = Probability.checked("DropPath", p);
  }

  /**
   * Applies the layer to {@code (N, …)}.
   *
   * @throws ShapeMismatchException if the input has no axis
   */
  @Override
  public Tensor forward(Tensor x) {
    return isTraining() ? Functional.dropout(x, p, 1) : x;
  }
}
