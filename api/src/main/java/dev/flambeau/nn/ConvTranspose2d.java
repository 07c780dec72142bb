package dev.flambeau.nn;

/** A transposed convolution over two axes: {@code (N, in, H, W)}. */
public final class ConvTranspose2d extends ConvTransposeNd<ConvTranspose2d> {
  /**
   * A layer of stride 1, without padding, with a bias.
   *
   * @param in channels of the input
   * @param out channels of the output
   * @param kernel how many taps the kernel has: one number, or height and width
   */
  public ConvTranspose2d(int in, int out, int... kernel) {
    super(ConvSettings.of(2, in, out, kernel));
  }

  private ConvTranspose2d(ConvSettings settings) {
    super(settings);
  }

  @Override
  ConvTranspose2d with(ConvSettings changed) {
    return new ConvTranspose2d(changed);
  }
}
