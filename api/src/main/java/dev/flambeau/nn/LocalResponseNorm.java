package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;

/**
 * Each value divided by {@code (k + alpha · s)^beta}, s being the mean square of its place over
 * some channels around its own.
 *
 * @see "A. Krizhevsky, I. Sutskever, G. E. Hinton: ImageNet Classification with Deep Convolutional
 *     Neural Networks, NeurIPS 2012"
 */
public final class LocalResponseNorm extends Layer {
  private final int size;
  private final double alpha;
  private final double beta;
  private final double k;

  /** Over so many channels; alpha is 1e-4, beta 0.75 and k 1. */
  public LocalResponseNorm(int size) {
    this(size, 1e-4, 0.75, 1);
  }

  /** A layer with other numbers. */
  public LocalResponseNorm(int size, double alpha, double beta, double k) {
    this.size = size;
    this.alpha = alpha;
    this.beta = beta;
    this.k = k;
  }

  /** Applies the layer to {@code (N, C, …)}. */
  @Override
  public Tensor forward(Tensor input) {
    return Norms.localResponseNorm(input, size, alpha, beta, k);
  }
}
