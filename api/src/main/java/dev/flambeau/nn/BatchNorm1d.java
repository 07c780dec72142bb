package dev.flambeau.nn;

import org.jspecify.annotations.Nullable;

/** {@link BatchNorm} of {@code (N, C)} or {@code (N, C, L)}. */
public final class BatchNorm1d extends BatchNorm {
  /** With PyTorch's defaults: ε 1e-5, momentum 0.1, weight, bias and running statistics. */
  public BatchNorm1d(int channels) {
    this(channels, 1e-5, 0.1, true, true);
  }

  /** With options, as {@link BatchNorm} has them. */
  public BatchNorm1d(
      int channels,
      double epsilon,
      @Nullable Double momentum,
      boolean affine,
      boolean trackRunningStats) {
    super(2, 3, channels, epsilon, momentum, affine, trackRunningStats);
  }
}
