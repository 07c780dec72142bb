package dev.flambeau.nn;

import org.jspecify.annotations.Nullable;

/** {@link BatchNorm} of {@code (N, C, H, W)}. */
public final class BatchNorm2d extends BatchNorm {
  /** With PyTorch's defaults: ε 1e-5, momentum 0.1, weight, bias and running statistics. */
  public BatchNorm2d(int channels) {
    this(channels, 1e-5, 0.1, true, true);
  }

  /** With options, as {@link BatchNorm} has them. */
  public BatchNorm2d(
      int channels,
      double epsilon,
      @Nullable Double momentum,
      boolean affine,
      boolean trackRunningStats) {
    super(4, 4, channels, epsilon, momentum, affine, trackRunningStats);
  }
}
