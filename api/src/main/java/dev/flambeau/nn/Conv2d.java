package dev.flambeau.nn;

/** A convolution over two axes: {@code (N, in, H, W)}. */
public final class Conv2d extends ConvNd<Conv2d> {
  /**
   * A layer of stride 1, without padding, with a bias.
   *
   * @param in channels of the input
   * @param out channels of the output
   * @param kernel how many taps the kernel has: one number, or height and width
   */
  public Conv2d(int in, int out, int... kernel) {
    super(ConvSettings.of(2, in, out, kernel));
  }

  private Conv2d(ConvSettings settings) {
    super(settings);
  }

  @Override
  Conv2d with(ConvSettings changed) {
    return new Conv2d(changed);
  }
}
