package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.tensor.Device;
import java.util.List;
import java.util.function.Supplier;

/** The promise of bits for what a test computes: on every device, eager and captured. */
final class SameBits {
  private SameBits() {}

  /** What is computed. */
  interface Computation {
    List<float[]> on(Device device, boolean isCaptured);
  }

  /** What the reference gives, eagerly. */
  static List<float[]> ofReference(Computation computation) {
    try (Device reference = Device.open("cpu:reference")) {
      return computation.on(reference, false);
    }
  }

  /** Computes it everywhere, either way. */
  static void assertEverywhere(List<float[]> expected, Computation computation) {
    for (Supplier<Device> named : SmallTraining.devices()) {
      try (Device device = named.get()) {
        for (boolean isCaptured : new boolean[] {false, true}) {
          List<float[]> bits = computation.on(device, isCaptured);
          assertEquals(expected.size(), bits.size());
          for (int i = 0; i < bits.size(); i++) {
            String what = device + (isCaptured ? ", captured" : ", eager") + ", result " + i;
            assertArrayEquals(expected.get(i), bits.get(i), what);
          }
        }
      }
    }
  }
}
