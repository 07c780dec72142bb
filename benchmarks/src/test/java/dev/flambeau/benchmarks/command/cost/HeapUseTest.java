package dev.flambeau.benchmarks.command.cost;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HeapUseTest {
  private static final int BYTES = 10_000_000;
  private static byte[] kept = {};

  @Test
  void whatCodeAllocatesCounts() {
    long bytes = HeapUse.of(() -> kept = new byte[BYTES]);
    assertTrue(bytes >= BYTES && bytes < 2 * BYTES, bytes + " bytes, and " + kept.length);
  }

  @Test
  void aThreadThatEndsTakesNothingAway() throws InterruptedException {
    var allocated = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var thread =
        new Thread(
            () -> {
              kept = new byte[BYTES];
              allocated.countDown();
              await(end);
            });
    thread.start();
    allocated.await();
    long bytes =
        HeapUse.of(
            () -> {
              end.countDown();
              join(thread);
            });
    assertTrue(bytes >= 0, bytes + " bytes");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
