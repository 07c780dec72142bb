package dev.flambeau.nn;

/** {@link InstanceNorm} of {@code (N, C, L)}. */
public final class InstanceNorm1d extends InstanceNorm {
  /** With PyTorch's defaults: ε 1e-5, no weight, no bias, no running statistics. */
  public InstanceNorm1d(int channels) {
    this(channels, 1e-5, 0.1, false, false);
  }

  /** With options, as {@link InstanceNorm} has them. */
  public InstanceNorm1d(
      int channels, double epsilon, double momentum, boolean affine, boolean trackRunningStats) {
    super(3, channels, epsilon, momentum, affine, trackRunningStats);
  }
}
