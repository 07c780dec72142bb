package dev.flambeau.nn;

import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;

/**
 * {@code x · weightᵀ + bias}, from {@code (…, in)} to {@code (…, out)}.
 *
 * <p>The weight is {@code (out, in)}, the bias {@code (out)}; first values are uniform on ±1/√in.
 */
public final class Linear extends Module {
  private final Parameter weight;
  private final Parameter bias;

  public Linear(int in, int out) {
    this(in, out, 1.0 / 3);
  }

  /**
   * A layer whose first weights have the variance {@code varianceTimesIn / in}: uniform on ±√(3 ·
   * varianceTimesIn / in). Biases begin uniform on ±1/√in.
   */
  public Linear(int in, int out, double varianceTimesIn) {
    this.weight = new Parameter((float) Math.sqrt(3 * varianceTimesIn / in), out, in);
    this.bias = new Parameter((float) (1 / Math.sqrt(in)), out);
  }

  /** The weight, {@code (out, in)}. */
  public Parameter weight() {
    return weight;
  }

  /** The bias, {@code (out)}. */
  public Parameter bias() {
    return bias;
  }

  /**
   * Applies the layer.
   *
   * @param input {@code (…, in)}
   * @return {@code (…, out)}
   * @throws dev.flambeau.op.ShapeMismatchException if the last size is not {@code in}
   */
  @Override
  public Tensor forward(Tensor input) {
    return Functional.linear(input, weight.tensor(), bias.tensor());
  }
}
