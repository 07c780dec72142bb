package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Each row over its last axes brought to mean 0 and variance 1, then scaled by a weight and shifted
 * by a bias, these of the row's sizes.
 *
 * @see "J. L. Ba, J. R. Kiros, G. E. Hinton: Layer Normalization, 2016"
 */
public final class LayerNorm extends Layer {
  private final Shape normalized;
  private final double epsilon;
  private final @Nullable Parameter weight;
  private final @Nullable Parameter bias;

  /** Over the last axes, which have these sizes; ε is 1e-5. */
  public LayerNorm(int... normalized) {
    this(Shape.of(normalized), 1e-5, true, true);
  }

  /**
   * A layer with options.
   *
   * @param normalized the sizes of the last axes
   * @param epsilon what is added to the variance
   * @param affine whether there is a weight
   * @param hasBias whether there is a bias beside the weight
   */
  public LayerNorm(Shape normalized, double epsilon, boolean affine, boolean hasBias) {
    this.normalized = normalized;
    this.epsilon = epsilon;
    int[] sizes = normalized.sizes();
    weight = affine ? parameter("weight", Initializer.ones(), sizes) : null;
    bias = affine && hasBias ? parameter("bias", Initializer.zeros(), sizes) : null;
  }

  /** The weight, if it has one. */
  public Optional<Parameter> weight() {
    return Optional.ofNullable(weight);
  }

  /** The bias, if it has one. */
  public Optional<Parameter> bias() {
    return Optional.ofNullable(bias);
  }

  /**
   * Applies the layer.
   *
   * @param input {@code (…, normalized)}
   * @return of the input's shape
   * @throws dev.flambeau.op.ShapeMismatchException if the last sizes are others
   */
  @Override
  public Tensor forward(Tensor input) {
    return Norms.layerNorm(
        input,
        normalized,
        weight == null ? null : weight.tensor(),
        bias == null ? null : bias.tensor(),
        epsilon);
  }
}
