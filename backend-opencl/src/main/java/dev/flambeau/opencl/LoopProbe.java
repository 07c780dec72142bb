package dev.flambeau.opencl;

import dev.flambeau.opencl.launch.Limits;
import java.util.List;
import java.util.Locale;

/**
 * How many rounds a device lets the loops of a work-item go, as found by a walk from one number to
 * the next of a generator that never comes back: where the device was stopped, it shows.
 *
 * <p>Mesa's llvmpipe stops all loops of a work-item together after 65,535 rounds ({@code
 * LP_MAX_TGSI_LOOP_ITERATIONS}), and the kernel goes on with what it has.
 *
 * @param rounds how many; {@link Limits#ENDLESS} where it was not stopped, 0 where it went astray
 */
record LoopProbe(long rounds) {
  /** How long a walk the device is asked for. */
  static final int ASKED = 1 << 18;

  /** No kernel whose loops are of a fixed length goes more. */
  private static final int LEAST = 1 << 13;

  /** What the device reached tells how far it went. */
  static LoopProbe reached(int number) {
    int state = 0;
    for (int round = 0; round < ASKED; round++) {
      if (state == number) {
        return new LoopProbe(round);
      }
      state = state * 1664525 + 1013904223; // as in probe.cl
    }
    return new LoopProbe(state == number ? Limits.ENDLESS : 0);
  }

  /** Whether kernels can be kept below it. */
  boolean suffices() {
    return rounds >= LEAST;
  }

  /** What speaks against the device. */
  List<String> findings() {
    if (rounds == Limits.ENDLESS) {
      return List.of();
    }
    return List.of(
        rounds == 0
            ? "a loop of " + ASKED + " rounds gives a wrong result"
            : String.format(
                Locale.ROOT,
                "a work-item's loops stop after %d rounds in all, without an error",
                rounds));
  }
}
