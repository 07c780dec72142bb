package dev.flambeau.benchmarks.command.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupsTest {
  private final AtomicInteger runs = new AtomicInteger();
  private final AtomicInteger waits = new AtomicInteger();

  @Test
  void aGroupIsAMultipleOfARoundAndEndsWithAWait() {
    Timing timing = new Groups(0.001, 0.001).time(runs::incrementAndGet, waits::incrementAndGet, 8);
    assertEquals(0, runs.get() % 8);
    assertTrue(waits.get() > timing.seconds().size(), "the warm-up waits too");
    assertTrue(runs.get() >= 8 * waits.get());
  }

  @Test
  void aGroupOfAGivenSizeHasThatSizeHoweverShort() {
    new Groups(0.001, 0.001).of(16).time(runs::incrementAndGet, waits::incrementAndGet);
    assertEquals(16 * waits.get(), runs.get());
  }

  @Test
  void slowWorkIsTimedThreeTimes() {
    Timing timing = new Groups(0.001, 0.001).time(GroupsTest::sleep, waits::incrementAndGet);
    assertEquals(3, timing.seconds().size());
    assertEquals(4, waits.get());
  }

  /** A thread that sleeps has no processor; all takes as long by either clock. */
  @Test
  void aThreadsClockDoesNotSeeItSleep() {
    Timing timing =
        new Groups(0.001, 0.001, 1, Clock.THREAD).time(GroupsTest::sleep, waits::incrementAndGet);
    assertEquals(3, timing.seconds().size());
    assertTrue(timing.best() < 0.001, timing::toString);
  }

  private static void sleep() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
