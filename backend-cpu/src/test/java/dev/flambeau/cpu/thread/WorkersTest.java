package dev.flambeau.cpu.thread;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.setting.ThreadsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(1);

  @Test
  void everyItemIsDoneOnceByAsManyThreadsAsThereAre() {
    try (Workers workers = new Workers(3)) {
      for (int items : new int[] {0, 1, 2, 3, 10, 1001}) {
        int[] done = new int[items];
        int expected = Math.max(1, Math.min(items, 3));
        CountDownLatch all = new CountDownLatch(expected);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        workers.split(
            items,
            LONG,
            (from, to) -> {
              if (threads.add(Thread.currentThread())) {
                all.countDown();
                awaitQuietly(all); // so that nobody does it all before the others wake up
              }
              for (int i = from; i < to; i++) {
                done[i]++;
              }
            });
        int[] once = new int[items];
        Arrays.fill(once, 1);
        assertArrayEquals(once, done);
        assertEquals(expected, threads.size(), items + " items");
      }
    }
  }

  @Test
  void whereTheSystemStartsNoMoreThreadsNoneIsLeft() {
    List<Thread> started = new ArrayList<>();
    Consumer<Thread> atMostFive =
        thread -> {
          if (started.size() == 5) {
            throw new OutOfMemoryError("unable to create native thread");
          }
          started.add(thread);
          thread.start();
        };
    ThreadsException refusal =
        assertThrows(ThreadsException.class, () -> new Workers(9, atMostFive));
    assertEquals(
        "threads: the system let 6 of 9 be started. Ask for fewer, by withThreads or"
            + " -Dflambeau.threads, or raise its limit (ulimit -u, or that of the container).",
        refusal.getMessage());
    assertTrue(started.size() == 5 && started.stream().noneMatch(Thread::isAlive));
    try (Workers workers = new Workers(3)) {
      assertEquals(3, workers.threads());
    }
  }

  @Test
  void eachThreadBeginsWithTheSameItemsOfEveryRange() {
    try (Workers workers = new Workers(2)) {
      for (int round = 0; round < 100; round++) {
        Map<Boolean, Integer> first = new ConcurrentHashMap<>();
        CountDownLatch both = new CountDownLatch(2);
        workers.split(
            8,
            LONG,
            (from, to) -> {
              boolean isHelper = Thread.currentThread().getName().startsWith("flambeau");
              if (first.putIfAbsent(isHelper, from) == null) {
                both.countDown();
                awaitQuietly(both); // so that nobody comes to the other one's
              }
            });
        assertEquals(Map.of(false, 0, true, 4), first);
      }
    }
  }

  @Test
  void smallWorkStaysOnTheCallersThread() {
    try (Workers workers = new Workers(2)) {
      workers.split(
          1000,
          39_999,
          (from, to) -> {
            assertEquals(1000, to - from);
            assertTrue(!Thread.currentThread().getName().startsWith("flambeau"));
          });
    }
  }

  @Test
  void whatAPartThrowsReachesTheCallerAndTheThreadsGoOn() {
    try (Workers workers = new Workers(2)) {
      IllegalStateException thrown = new IllegalStateException("broken");
      for (int broken = 0; broken < 2; broken++) {
        int at = broken;
        IllegalStateException caught =
            assertThrows(
                IllegalStateException.class,
                () ->
                    workers.split(
                        2,
                        LONG,
                        (from, to) -> {
                          if (from == at) {
                            throw thrown;
                          }
                        }));
        assertSame(thrown, caught);
      }
      AtomicInteger parts = new AtomicInteger();
      workers.split(2, LONG, (from, to) -> parts.incrementAndGet());
      assertEquals(2, parts.get());
    }
  }

  @Test
  void aPartMaySplitItsWorkFurther() {
    try (Workers workers = new Workers(2)) {
      AtomicInteger done = new AtomicInteger();
      workers.split(
          4,
          LONG,
          (from, to) ->
              workers.split(to - from, LONG, (first, end) -> done.addAndGet(end - first)));
      assertEquals(4, done.get());
    }
  }

  @Test
  void oneWhoFindsTheThreadsBusyWorksAlone() throws InterruptedException {
    try (Workers workers = new Workers(2)) {
      CountDownLatch started = new CountDownLatch(2);
      CountDownLatch release = new CountDownLatch(1);
      Thread first =
          new Thread(
              () ->
                  workers.split(
                      2,
                      LONG,
                      (from, to) -> {
                        started.countDown();
                        awaitQuietly(release);
                      }));
      first.start();
      started.await();
      AtomicInteger parts = new AtomicInteger();
      workers.split(2, LONG, (from, to) -> parts.incrementAndGet());
      assertEquals(1, parts.get());
      release.countDown();
      first.join();
    }
  }

  @Test
  void workAfterTheCloseRunsOnItsCallersThread() {
    Workers workers = new Workers(2);
    workers.close();
    workers.close();
    AtomicInteger parts = new AtomicInteger();
    workers.split(2, LONG, (from, to) -> parts.incrementAndGet());
    assertEquals(1, parts.get());
  }

  @Test
  void aThreadThatComesLateFindsTheWorkDone() {
    try (Workers workers = new Workers(2)) {
      AtomicInteger done = new AtomicInteger();
      for (int i = 0; i < 20_000; i++) {
        workers.split(8, LONG, (from, to) -> done.addAndGet(to - from));
      }
      assertEquals(160_000, done.get());
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
