package dev.flambeau.nn;

import dev.flambeau.op.Window;
import java.util.Arrays;

/** The windows of layers for so many axes. */
final class Windows {
  private Windows() {}

  /** A window of this kernel; one size counts for all axes. */
  static Window of(int axes, int... kernel) {
    if (kernel.length == axes || kernel.length != 1) {
      check(axes, kernel);
      return Window.of(kernel);
    }
    int[] all = new int[axes];
    Arrays.fill(all, kernel[0]);
    return Window.of(all);
  }

  private static void check(int axes, int... kernel) {
    if (kernel.length != axes) {
      throw new ModelException(
          "a kernel for "
              + axes
              + " axes has 1 size or "
              + axes
              + ", was given "
              + Arrays.toString(kernel)
              + ".");
    }
  }
}
