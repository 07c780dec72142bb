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
          65535,
          Failures.NONE);

  @Test
  void anOutcomeIsReadAsItWasWritten() {
    Probe.Outcome strict =
        new Probe.Outcome(Admission.strict(), false, Limits.ENDLESS, Failures.NONE);
    Probe.Outcome failed =
        new Probe.Outcome(
            new Admission(Verdict.NOT_STRICT, List.of("its driver fails")),
            false,
            Limits.ENDLESS,
            Failures.NONE.andOne());
    for (Probe.Outcome outcome : List.of(strict, EMULATED, failed)) {
      assertEquals(Optional.of(outcome), Verdicts.decode(Verdicts.encode(outcome)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "STRICT",
        "PERHAPS\nfalse\n1\n0\n0\n",
        "STRICT\nfalse\nmany\n0\n0\n",
        "STRICT\nfalse\n1\n0\never"
      })
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
      assertEquals(EMULATED, new Verdicts().of(device, Long.MAX_VALUE));
    } finally {
      System.setProperty("flambeau.cache", before);
    }
  }

  @Test
  void whatFailedIsTriedAgainWhenItIsAskedForLater(@TempDir Path folder) {
    OpenClDevice device = OpenClDevices.PROVIDER.find(OpenClDevices.first());
    String before = System.getProperty("flambeau.cache", "");
    System.setProperty("flambeau.cache", folder.toString());
    try {
      Verdicts verdicts = new Verdicts();
      Probe.Outcome failed = verdicts.failed(Verdicts.key(device), "crashed in a trial (SIGBUS)");
      long at = failed.failures().last();
      assertEquals(failed, verdicts.of(device, Verdicts.TRIED));
      assertEquals(failed, verdicts.of(device, at), "who waited takes what came of it");
      Probe.Outcome again = verdicts.of(device, at + 1);
      assertEquals(OpenClDevices.PROVIDER.outcome(device.info()), again);
      assertEquals(Optional.of(again), verdicts.known(Verdicts.key(device)));
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
