package dev.flambeau.cpu.convolution;

import dev.flambeau.op.Window;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The remainders of a stride that taps of a window have along an axis, and so what they lie on:
 * never more than there are taps, however far the stride is.
 *
 * @param seen ascending
 */
record Remainders(int stride, int[] seen) {
  static Remainders of(Window.Axis axis) {
    int[] seen =
        IntStream.range(0, axis.kernel())
            .map(tap -> (int) ((long) tap * axis.dilation() % axis.stride()))
            .distinct()
            .sorted()
            .toArray();
    return new Remainders(axis.stride(), seen);
  }

  /** How many there are. */
  int count() {
    return seen.length;
  }

  /** Which of them a place along a padded axis has; negative if none. */
  int number(int padded) {
    return padded < 0 ? padded : Arrays.binarySearch(seen, padded % stride);
  }
}
