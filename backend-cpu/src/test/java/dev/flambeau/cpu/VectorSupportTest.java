package dev.flambeau.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VectorSupportTest {
  private static final String VECTORS = "flambeau.cpu.vectors";

  private final String before = System.getProperty(VECTORS, "");

  @AfterEach
  void restore() {
    System.setProperty(VECTORS, before);
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
}
