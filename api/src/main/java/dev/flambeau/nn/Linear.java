package dev.flambeau.nn;

import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code x · weightᵀ + bias}, from {@code (…, in)} to {@code (…, out)}.
 *
 * <p>The weight is {@code (out, in)}, the bias {@code (out)}; first values are uniform on ±1/√in,
 * zeros where there is no input.
 */
public final class Linear extends Layer {
  /** Kaiming's of slope √5, so that its bound is 1/√in. */
  private static final Initializer USUAL =
      (values, shape, random) -> FanBound.fill(values, 1.0 / 3, FanBound.in(shape), random);

  private final Parameter weight;
  private final @Nullable Parameter bias;

  /** A layer with a bias. */
  public Linear(int in, int out) {
    this(in, out, true);
  }

  /** A layer with a bias, or without. */
  public Linear(int in, int out, boolean hasBias) {
    this(in, out, hasBias, USUAL);
  }

  /** A layer whose first weights are others; those of its bias are uniform on ±1/√in. */
  public Linear(int in, int out, boolean hasBias, Initializer firstWeights) {
    weight = parameter("weight", firstWeights, out, in);
    bias =
        hasBias ? parameter("bias", Initializer.uniform(FanBound.reciprocalRoot(in)), out) : null;
  }

  /** A layer with a bias whose first weights and biases are others. */
  public Linear(int in, int out, Initializer firstWeights, Initializer firstBias) {
    weight = parameter("weight", firstWeights, out, in);
    bias = parameter("bias", firstBias, out);
  }

  /** The weight, {@code (out, in)}. */
  public Parameter weight() {
    return weight;
  }

  /** The bias, {@code (out)}, if it has one. */
  public Optional<Parameter> bias() {
    return Optional.ofNullable(bias);
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
    return bias == null
        ? Functional.linear(input, weight.tensor())
        : Functional.linear(input, weight.tensor(), bias.tensor());
  }
}
