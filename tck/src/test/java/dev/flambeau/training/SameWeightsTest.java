package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.tensor.Device;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The promise itself: the same weights on every device, whatever the threads. */
class SameWeightsTest {
  private static final int STEPS = 40;

  @ParameterizedTest
  @EnumSource
  void everyDeviceTrainsTheSameWeights(SmallTraining training) {
    String expected;
    try (Device reference = Device.named("cpu:reference")) {
      expected = training.run(reference, STEPS);
    }
    for (Supplier<Device> named : SmallTraining.devices()) {
      try (Device device = named.get()) {
        assertEquals(expected, training.run(device, STEPS), device.toString());
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
    try (Device device = Device.named("cpu")) {
      assertTrue(
          !SmallTraining.CLASSIFIER.run(device, 0).equals(SmallTraining.CLASSIFIER.run(device, 1)));
    }
  }
}
