package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/**
 * The mean of parts of two axes to as many as are asked for, {@code (N, C, H, W)}: part i of n
 * begins at ⌊i · size / n⌋ and ends before ⌈(i + 1) · size / n⌉.
 */
public final class AdaptiveAvgPool2d extends Layer {
  private final int[] sizes;

  /**
   * A pooling to these sizes.
   *
   * @param sizes of the output: one number, or height and width
   * @throws ModelException if one is below 1
   */
  public AdaptiveAvgPool2d(int... sizes) {
    this.sizes = AdaptivePooling.sizes(2, sizes);
  }

  @Override
  public Tensor forward(Tensor input) {
    return AdaptivePooling.avg(input, sizes);
  }
}
