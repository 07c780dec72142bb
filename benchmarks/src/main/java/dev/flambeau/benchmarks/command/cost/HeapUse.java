package dev.flambeau.benchmarks.command.cost;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What code allocates on Java's heap, garbage and all, whichever thread does it. */
final class HeapUse {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // HotSpot's and OpenJ9's is one

  private HeapUse() {}

  /**
   * Bytes that code allocates. Threads that end meanwhile, as HotSpot's compilers do, count neither
   * before nor after: a pool's do not end.
   */
  static long of(Runnable code) {
    Allocated.now().since(Allocated.now()); // loads the classes that it takes itself
    Allocated before = Allocated.now();
    code.run();
    return Allocated.now().since(before);
  }

  /** Bytes that each thread has allocated so far, −1 where it has ended. */
  private record Allocated(long[] threads, long[] bytes) {
    static Allocated now() {
      long[] threads = THREADS.getAllThreadIds();
      return new Allocated(threads, THREADS.getThreadAllocatedBytes(threads));
    }

    long since(Allocated before) {
      long sum = 0;
      for (int i = 0; i < threads.length; i++) {
        if (bytes[i] >= 0) {
          sum += bytes[i] - before.of(threads[i]);
        }
      }
      return sum;
    }

    private long of(long thread) {
      for (int i = 0; i < threads.length; i++) {
        if (threads[i] == thread) {
          return Math.max(0, bytes[i]);
        }
      }
      return 0;
    }
  }
}
