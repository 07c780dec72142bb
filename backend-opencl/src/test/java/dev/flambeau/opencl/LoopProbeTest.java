package dev.flambeau.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.opencl.launch.Limits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device reached tells how far its loops went: devices are made up here. */
class LoopProbeTest {
  /** A device that stops after so many rounds. */
  private static LoopProbe stoppedAfter(int rounds) {
    int state = 0;
    for (int round = 0; round < Math.min(rounds, LoopProbe.ASKED); round++) {
      state = state * 1664525 + 1013904223;
    }
    return LoopProbe.reached(state);
  }

  @Test
  void aDeviceThatGoesOnHasNoFinding() {
    LoopProbe probe = stoppedAfter(Integer.MAX_VALUE);
    assertEquals(Limits.ENDLESS, probe.rounds());
    assertEquals(List.of(), probe.findings());
    assertTrue(probe.suffices());
  }

  @ParameterizedTest
  @ValueSource(ints = {8192, 65535, LoopProbe.ASKED - 1})
  void oneThatStopsIsFoundOut(int rounds) {
    LoopProbe probe = stoppedAfter(rounds);
    assertEquals(rounds, probe.rounds());
    assertEquals(
        List.of("a work-item's loops stop after " + rounds + " rounds in all, without an error"),
        probe.findings());
    assertTrue(probe.suffices());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8191})
  void oneThatStopsTooEarlyIsNoUse(int rounds) {
    assertFalse(stoppedAfter(rounds).suffices());
  }

  @Test
  void oneThatGoesAstrayIsNoUse() {
    LoopProbe probe = LoopProbe.reached(42);
    assertFalse(probe.suffices());
    assertEquals(List.of("a loop of 262144 rounds gives a wrong result"), probe.findings());
  }
}
