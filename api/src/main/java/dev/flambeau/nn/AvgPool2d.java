package dev.flambeau.nn;

import dev.flambeau.op.Window;

/** The mean of each window over two axes: {@code (N, C, H, W)}. */
public final class AvgPool2d extends AvgPoolNd<AvgPool2d> {
  /**
   * Windows side by side, without padding.
   *
   * @param kernel how many taps the window has: one number, or height and width
   */
  public AvgPool2d(int... kernel) {
    super(Windows.of(2, kernel).stride(kernel), false, true);
  }

  private AvgPool2d(Window window, boolean ceilMode, boolean countIncludePad) {
    super(window, ceilMode, countIncludePad);
  }

  @Override
  AvgPool2d with(Window window, boolean ceilMode, boolean countIncludePad) {
    return new AvgPool2d(window, ceilMode, countIncludePad);
  }
}
