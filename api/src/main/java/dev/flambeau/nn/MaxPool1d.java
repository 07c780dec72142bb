package dev.flambeau.nn;

import dev.flambeau.op.Window;

/** The largest of each window over one axis: {@code (N, C, L)}. */
public final class MaxPool1d extends MaxPoolNd<MaxPool1d> {
  /**
   * Windows side by side, without padding.
   *
   * @param kernel how many taps the window has
   */
  public MaxPool1d(int kernel) {
    super(Windows.of(1, kernel).stride(kernel), false);
  }

  private MaxPool1d(Window window, boolean ceilMode) {
    super(window, ceilMode);
  }

  @Override
  MaxPool1d with(Window window, boolean ceilMode) {
    return new MaxPool1d(window, ceilMode);
  }
}
