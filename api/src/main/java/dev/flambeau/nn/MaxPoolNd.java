package dev.flambeau.nn;

import dev.flambeau.op.Window;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.functional.Pools;

/**
 * The largest element of each window, {@code (N, C, size…)} to {@code (N, C, position…)}; padding
 * is absent. Settings are told as those of {@link ConvNd}.
 *
 * @param <L> the layer itself
 */
public abstract sealed class MaxPoolNd<L extends MaxPoolNd<L>> extends Layer
    permits MaxPool1d, MaxPool2d, MaxPool3d {
  private final Window window;
  private final boolean ceilMode;

  MaxPoolNd(Window window, boolean ceilMode) {
    this.window = window;
    this.ceilMode = ceilMode;
  }

  abstract L with(Window changed, boolean newCeilMode);

  /** How far the window moves from one position to the next; as far as it is long unless told. */
  public final L stride(int... stride) {
    return with(window.stride(stride), ceilMode);
  }

  /** How much padding there is on either side; none unless told. */
  public final L padding(int... padding) {
    return with(window.padding(padding), ceilMode);
  }

  /** How far it is from one tap of the window to the next; 1 unless told. */
  public final L dilation(int... dilation) {
    return with(window.dilation(dilation), ceilMode);
  }

  /** Whether what is left at the end for a part of a window is a position too; not unless told. */
  public final L ceilMode(boolean isOn) {
    return with(window, isOn);
  }

  /** Applies the layer. */
  @Override
  public final Tensor forward(Tensor input) {
    return Pools.maxPool(input, ceilMode ? window.ceilMode(input.shape()) : window);
  }
}
