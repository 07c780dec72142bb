package dev.flambeau.nn;

import dev.flambeau.op.Window;

/** The mean of each window over one axis: {@code (N, C, L)}. */
public final class AvgPool1d extends AvgPoolNd<AvgPool1d> {
  /**
   * Windows side by side, without padding.
   *
   * @param kernel how many taps the window has
   */
  public AvgPool1d(int kernel) {
    super(Windows.of(1, kernel).stride(kernel), false, true);
  }

  private AvgPool1d(Window window, boolean ceilMode, boolean countIncludePad) {
    super(window, ceilMode, countIncludePad);
  }

  @Override
  AvgPool1d with(Window window, boolean ceilMode, boolean countIncludePad) {
    return new AvgPool1d(window, ceilMode, countIncludePad);
  }
}
