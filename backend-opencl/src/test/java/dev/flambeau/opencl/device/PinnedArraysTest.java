package dev.flambeau.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinnedArraysTest {
  @ParameterizedTest
  @CsvSource({
    "17.0.15, false",
    "24.0.2, false",
    "25, true",
    "25.0.1+8, true",
    "25.0.2, true",
    "25.0.3+9-LTS, false",
    "26, false"
  })
  void someJavasMayCorruptThem(String version, boolean expected) {
    assertEquals(expected, PinnedArrays.mayBeCorrupted(Runtime.Version.parse(version)));
  }
}
