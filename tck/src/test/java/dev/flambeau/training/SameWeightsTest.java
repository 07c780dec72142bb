package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.tensor.Device;
import dev.flambeau.training.SmallTraining.Mode;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promise itself: the same weights on every device, whatever the threads, captured or not. */
class SameWeightsTest {
  private static final int STEPS = 40;

  @ParameterizedTest
  @EnumSource
  void everyDeviceTrainsTheSameWeights(SmallTraining training) {
    String expected;
    try (Device reference = Device.open("cpu:reference")) {
      expected = training.run(reference, Mode.EAGER, STEPS);
      assertEquals(expected, training.run(reference, Mode.CAPTURED, STEPS));
    }
    for (Supplier<Device> named : SmallTraining.devices()) {
      try (Device device = named.get()) {
        for (Mode mode : Mode.values()) {
          assertEquals(expected, training.run(device, mode, STEPS), device + ", " + mode);
        }
      }
    }
  }

  @Test
  void openClIsThereWhereItMustBe() {
    boolean required = "1".equals(System.getenv("FLAMBEAU_REQUIRE_OPENCL"));
    boolean present = Device.all().stream().anyMatch(d -> d.provider().equals("opencl"));
    assertTrue(present || !required, "no OpenCL device, and FLAMBEAU_REQUIRE_OPENCL is set");
  }

  /** More steps move the weights: the equality above is not that of untouched ones. */
  @Test
  void trainingMovesTheWeights() {
    try (Device device = Device.open("cpu")) {
      SmallTraining training = SmallTraining.CLASSIFIER;
      assertNotEquals(
          training.run(device, Mode.CAPTURED, 0), training.run(device, Mode.CAPTURED, 1));
    }
  }
}
