package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Channels;

/**
 * {@code x > 0 ? x : x · weight}, the weight being trained: one for all, or one for each channel of
 * {@code (N, C, …)}.
 *
 * @see "K. He, X. Zhang, S. Ren, J. Sun: Delving Deep into Rectifiers, ICCV 2015"
 */
public final class PReLU extends Layer {
  private final Parameter weight;

  /** One weight, which begins as 0.25. */
  public PReLU() {
    this(1, 0.25);
  }

  /**
   * As many weights as there are channels, or one.
   *
   * @param first what they begin as
   */
  public PReLU(int channels, double first) {
    weight = parameter("weight", Initializer.constant(first), channels);
  }

  /** The weight, {@code (C)} or {@code (1)}. */
  public Parameter weight() {
    return weight;
  }

  /**
   * Applies the layer.
   *
   * @throws dev.flambeau.op.ShapeMismatchException if there are other channels
   */
  @Override
  public Tensor forward(Tensor input) {
    return Channels.prelu(input, weight.tensor());
  }
}
