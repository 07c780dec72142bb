package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/**
 * The largest of parts of three axes to as many as are asked for, {@code (N, C, D, H, W)}: part i
 * of n begins at ⌊i · size / n⌋ and ends before ⌈(i + 1) · size / n⌉.
 */
public final class AdaptiveMaxPool3d extends Layer {
  private final int[] sizes;

  /**
   * A pooling to these sizes.
   *
   * @param sizes of the output: one number, or depth, height and width
   * @throws ModelException if one is below 1
   */
  public AdaptiveMaxPool3d(int... sizes) {
    this.sizes = AdaptivePooling.sizes(3, sizes);
  }

  @Override
  public Tensor forward(Tensor input) {
    return AdaptivePooling.max(input, sizes);
  }
}
