package dev.flambeau.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.setting.SettingException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorSupportTest {
  private static final String VECTORS = "flambeau.cpu.vectors";
  private static final String WARM_UP = "flambeau.cpu.warmup";

  private final String before = System.getProperty(VECTORS, "");
  private final String warmUpBefore = System.getProperty(WARM_UP, "");

  @AfterEach
  void restore() {
    System.setProperty(VECTORS, before);
    System.setProperty(WARM_UP, warmUpBefore);
  }

  /** The build's JVM has the module; a width that is asked for is taken. */
  @Test
  void vectorKernelsAreThereWhereTheModuleIs() {
    String found = VectorSupport.find().orElseThrow().toString();
    assertTrue(
        found.matches(before.isEmpty() ? "\\d+-bit vectors" : before + "-bit vectors"), found);
  }

  @Test
  void vectorKernelsCanBeSwitchedOff() {
    System.setProperty(VECTORS, "off");
    assertEquals(Optional.empty(), VectorSupport.find());
  }

  @ParameterizedTest
  @CsvSource({
    "flambeau.cpu.vectors, 1024, 'off, 128, 256 or 512'",
    "flambeau.cpu.vectors, on, 'off, 128, 256 or 512'",
    "flambeau.cpu.warmup, no, on or off"
  })
  void aSettingThatIsNoneIsAnErrorThatSaysSo(String property, String given, String takes) {
    System.setProperty(property, given);
    SettingException refusal = assertThrows(SettingException.class, () -> Devices.cpu(1));
    assertEquals(
        "-D%s takes %s, was given \"%s\". Give it what it takes, or leave it out."
            .formatted(property, takes, given),
        refusal.getMessage());
  }
}
