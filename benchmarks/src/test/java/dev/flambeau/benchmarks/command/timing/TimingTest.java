package dev.flambeau.benchmarks.command.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {
  @Test
  void theMiddleOneIsTheMedian() {
    Timing timing = new Timing(List.of(3.0, 1.0, 9.0));
    assertEquals(1, timing.best());
    assertEquals(3, timing.median());
    assertEquals(9, timing.longest());
  }

  @Test
  void betweenTwoTheMedianIsTheirMean() {
    assertEquals(2.5, new Timing(List.of(4.0, 1.0, 3.0, 2.0)).median());
  }

  @Test
  void oneIsAllThree() {
    Timing timing = new Timing(List.of(2.0));
    assertEquals(List.of(2.0, 2.0, 2.0), List.of(timing.best(), timing.median(), timing.longest()));
  }

  @Test
  void noGroupIsNoTiming() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Timing(List.of()));
    assertEquals("timing: no group was timed", e.getMessage());
  }
}
