package dev.flambeau.nn;

/** A transposed convolution over one axis: {@code (N, in, L)}. */
public final class ConvTranspose1d extends ConvTransposeNd<ConvTranspose1d> {
  /**
   * A layer of stride 1, without padding, with a bias.
   *
   * @param in channels of the input
   * @param out channels of the output
   * @param kernel how many taps the kernel has
   */
  public ConvTranspose1d(int in, int out, int kernel) {
    super(ConvSettings.of(1, in, out, kernel));
  }

  private ConvTranspose1d(ConvSettings settings) {
    super(settings);
  }

  @Override
  ConvTranspose1d with(ConvSettings changed) {
    return new ConvTranspose1d(changed);
  }
}
