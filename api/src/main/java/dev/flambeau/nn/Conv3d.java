package dev.flambeau.nn;

/** A convolution over three axes: {@code (N, in, D, H, W)}. */
public final class Conv3d extends ConvNd<Conv3d> {
  /**
   * A layer of stride 1, without padding, with a bias.
   *
   * @param in channels of the input
   * @param out channels of the output
   * @param kernel how many taps the kernel has: one number, or depth, height and width
   */
  public Conv3d(int in, int out, int... kernel) {
    super(ConvSettings.of(3, in, out, kernel));
  }

  private Conv3d(ConvSettings settings) {
    super(settings);
  }

  @Override
  Conv3d with(ConvSettings changed) {
    return new Conv3d(changed);
  }
}
