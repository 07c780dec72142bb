package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.flambeau.backend.Admission;
import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.opencl.device.OpenClDevice;
import dev.flambeau.opencl.launch.Limits;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictsTest {
  private static final Probe.Outcome EMULATED =
      new Probe.Outcome(
          new Admission(Verdict.STRICT_BY_EMULATION, List.of("fma is not exact", "loops stop")),
          true,
          65535);

  @Test
  void anOutcomeIsReadAsItWasWritten() {
    Probe.Outcome strict = new Probe.Outcome(Admission.strict(), false, Limits.ENDLESS);
    for (Probe.Outcome outcome : List.of(strict, EMULATED)) {
      assertEquals(Optional.of(outcome), Verdicts.decode(Verdicts.encode(outcome)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "STRICT", "PERHAPS\nfalse\n1\n", "STRICT\nfalse\nmany\n"})
  void whatIsNoOutcomeIsNotTaken(String text) {
    assertEquals(Optional.empty(), Verdicts.decode(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatIsKnownOfADeviceIsNotTriedAgain(@TempDir Path folder) {
    OpenClDevice device = OpenClDevices.PROVIDER.find(OpenClDevices.first());
    String before = System.getProperty("flambeau.cache", "");
    System.setProperty("flambeau.cache", folder.toString());
    try {
      Verdicts verdicts = new Verdicts();
      String key = Verdicts.key(device);
      assertEquals(Optional.empty(), verdicts.known(key));
      verdicts.keep(key, EMULATED);
      assertEquals(EMULATED, new Verdicts().of(device));
    } finally {
      System.setProperty("flambeau.cache", before);
    }
  }

  @Test
  void kernelsOfTheOtherKindAreAnotherVerdict() {
    OpenClDevice device = OpenClDevices.PROVIDER.find(OpenClDevices.first());
    String key = Verdicts.key(device);
    System.setProperty("flambeau.opencl.kernels", "gpu");
    try {
      assertNotEquals(key, Verdicts.key(device));
    } finally {
      System.clearProperty("flambeau.opencl.kernels");
    }
    assertEquals(key, Verdicts.key(device));
  }
}
