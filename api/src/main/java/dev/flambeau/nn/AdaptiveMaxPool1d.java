package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;

/**
 * The largest of parts of one axis to as many as are asked for, {@code (N, C, L)}: part i of n
 * begins at ⌊i · size / n⌋ and ends before ⌈(i + 1) · size / n⌉.
 */
public final class AdaptiveMaxPool1d extends Layer {
  private final int[] sizes;

  /**
   * A pooling to these sizes.
   *
   * @param size of the output
   * @throws ModelException if one is below 1
   */
  public AdaptiveMaxPool1d(int size) {
    this.sizes = AdaptivePooling.sizes(1, size);
  }

  @Override
  public Tensor forward(Tensor input) {
    return AdaptivePooling.max(input, sizes);
  }
}
