package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.flambeau.tensor.Device;
import dev.flambeau.training.SmallTraining.Mode;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a user's digits are others, kernels are written with those of C, and weights are equal. */
class LocaleTest {
  private static final int STEPS = 3;

  private final Locale before = Locale.getDefault();

  @BeforeEach
  void persian() {
    Locale.setDefault(Locale.forLanguageTag("fa-IR"));
  }

  @AfterEach
  void asItWas() {
    Locale.setDefault(before);
  }

  /** Else the test below would test nothing. */
  @Test
  void digitsAreOthers() {
    assertNotEquals("1", String.format("%d", 1));
  }

  @ParameterizedTest
  @EnumSource
  void weightsAreTheSame(SmallTraining training) {
    String expected;
    try (Device reference = Device.open("cpu:reference")) {
      expected = training.run(reference, Mode.EAGER, STEPS);
    }
    for (Supplier<Device> named : SmallTraining.devices()) {
      try (Device device = named.get()) {
        for (Mode mode : Mode.values()) {
          assertEquals(expected, training.run(device, mode, STEPS), device + ", " + mode);
        }
      }
    }
  }
}
