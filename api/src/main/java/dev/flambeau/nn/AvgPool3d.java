package dev.flambeau.nn;

import dev.flambeau.op.Window;

/** The mean of each window over three axes: {@code (N, C, D, H, W)}. */
public final class AvgPool3d extends AvgPoolNd<AvgPool3d> {
  /**
   * Windows side by side, without padding.
   *
   * @param kernel how many taps the window has: one number, or depth, height and width
   */
  public AvgPool3d(int... kernel) {
    super(Windows.of(3, kernel).stride(kernel), false, true);
  }

  private AvgPool3d(Window window, boolean ceilMode, boolean countIncludePad) {
    super(window, ceilMode, countIncludePad);
  }

  @Override
  AvgPool3d with(Window window, boolean ceilMode, boolean countIncludePad) {
    return new AvgPool3d(window, ceilMode, countIncludePad);
  }
}
