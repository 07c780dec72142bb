package dev.flambeau.nn;

/** A convolution over one axis: {@code (N, in, L)}. */
public final class Conv1d extends ConvNd<Conv1d> {
  /**
   * A layer of stride 1, without padding, with a bias.
   *
   * @param in channels of the input
   * @param out channels of the output
   * @param kernel how many taps the kernel has
   */
  public Conv1d(int in, int out, int kernel) {
    super(ConvSettings.of(1, in, out, kernel));
  }

  private Conv1d(ConvSettings settings) {
    super(settings);
  }

  @Override
  Conv1d with(ConvSettings changed) {
    return new Conv1d(changed);
  }
}
