package dev.flambeau.nn;

/** A transposed convolution over three axes: {@code (N, in, D, H, W)}. */
public final class ConvTranspose3d extends ConvTransposeNd<ConvTranspose3d> {
  /**
   * A layer of stride 1, without padding, with a bias.
   *
   * @param in channels of the input
   * @param out channels of the output
   * @param kernel how many taps the kernel has: one number, or depth, height and width
   */
  public ConvTranspose3d(int in, int out, int... kernel) {
    super(ConvSettings.of(3, in, out, kernel));
  }

  private ConvTranspose3d(ConvSettings settings) {
    super(settings);
  }

  @Override
  ConvTranspose3d with(ConvSettings changed) {
    return new ConvTranspose3d(changed);
  }
}
