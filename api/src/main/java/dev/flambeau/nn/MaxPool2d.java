package dev.flambeau.nn;

import dev.flambeau.op.Window;

/** The largest of each window over two axes: {@code (N, C, H, W)}. */
public final class MaxPool2d extends MaxPoolNd<MaxPool2d> {
  /**
   * Windows side by side, without padding.
   *
   * @param kernel how many taps the window has: one number, or height and width
   */
  public MaxPool2d(int... kernel) {
    super(Windows.of(2, kernel).stride(kernel), false);
  }

  private MaxPool2d(Window window, boolean ceilMode) {
    super(window, ceilMode);
  }

  @Override
  MaxPool2d with(Window window, boolean ceilMode) {
    return new MaxPool2d(window, ceilMode);
  }
}
