package dev.flambeau.nn;

import org.jspecify.annotations.Nullable;

/** {@link BatchNorm} of {@code (N, C, D, H, W)}. */
public final class BatchNorm3d extends BatchNorm {
  /** With PyTorch's defaults: ε 1e-5, momentum 0.1, weight, bias and running statistics. */
  public BatchNorm3d(int channels) {
    this(channels, 1e-5, 0.1, true, true);
  }

  /** With options, as {@link BatchNorm} has them. */
  public BatchNorm3d(
      int channels,
      double epsilon,
      @Nullable Double momentum,
      boolean affine,
      boolean trackRunningStats) {
    super(5, 5, channels, epsilon, momentum, affine, trackRunningStats);
  }
}
