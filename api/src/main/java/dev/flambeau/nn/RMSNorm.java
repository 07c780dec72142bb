package dev.flambeau.nn;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Norms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Each row over its last axes divided by the root of its mean square, then scaled by a weight of
 * the row's sizes.
 *
 * @see "B. Zhang, R. Sennrich: Root Mean Square Layer Normalization, NeurIPS 2019"
 */
public final class RMSNorm extends Layer {
  /** PyTorch's default: the distance from 1 to the next float. */
  private static final double USUAL = 0x1p-23;

  private final Shape normalized;
  private final double epsilon;
  private final @Nullable Parameter weight;

  /** Over the last axes, which have these sizes; ε is 2⁻²³. */
  public RMSNorm(int... normalized) {
    this(Shape.of(normalized), USUAL, true);
  }

  /**
   * A layer with options.
   *
   * @param normalized the sizes of the last axes
   * @param epsilon what is added to the mean square
   * @param affine whether there is a weight
   */
  public RMSNorm(Shape normalized, double epsilon, boolean affine) {
    this.normalized = normalized;
    this.epsilon = epsilon;
    weight = affine ? parameter("weight", Initializer.ones(), normalized.sizes()) : null;
  }

  /** The weight, if it has one. */
  public Optional<Parameter> weight() {
    return Optional.ofNullable(weight);
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
    return Norms.rmsNorm(input, normalized, weight == null ? null : weight.tensor(), epsilon);
  }
}
