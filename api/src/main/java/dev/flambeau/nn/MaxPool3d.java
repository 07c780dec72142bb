package dev.flambeau.nn;

import dev.flambeau.op.Window;

/** The largest of each window over three axes: {@code (N, C, D, H, W)}. */
public final class MaxPool3d extends MaxPoolNd<MaxPool3d> {
  /**
   * Windows side by side, without padding.
   *
   * @param kernel how many taps the window has: one number, or depth, height and width
   */
  public MaxPool3d(int... kernel) {
    super(Windows.of(3, kernel).stride(kernel), false);
  }

  private MaxPool3d(Window window, boolean ceilMode) {
    super(window, ceilMode);
  }

  @Override
  MaxPool3d with(Window window, boolean ceilMode) {
    return new MaxPool3d(window, ceilMode);
  }
}
