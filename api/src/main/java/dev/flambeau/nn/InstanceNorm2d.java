package dev.flambeau.nn;

/** {@link InstanceNorm} of {@code (N, C, H, W)}. */
public final class InstanceNorm2d extends InstanceNorm {
  /** With PyTorch's defaults: ε 1e-5, no weight, no bias, no running statistics. */
  public InstanceNorm2d(int channels) {
    this(channels, 1e-5, 0.1, false, false);
  }

  /** With options, as {@link InstanceNorm} has them. */
  public InstanceNorm2d(
      int channels, double epsilon, double momentum, boolean affine, boolean trackRunningStats) {
    super(4, channels, epsilon, momentum, affine, trackRunningStats);
  }
}
