package dev.flambeau.benchmarks.command;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What code allocates on Java's heap, garbage and all, whichever thread does it. */
final class HeapUse {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // HotSpot's and OpenJ9's is one

  private HeapUse() {}

  /** Bytes that code allocates. Of threads that end meanwhile nothing is known: a pool's do not. */
  static long of(Runnable code) {
    allocated(); // loads the classes that it takes itself
    long before = allocated();
    code.run();
    return allocated() - before;
  }

  private static long allocated() {
    long[] bytes = THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds());
    return Arrays.stream(bytes).filter(count -> count > 0).sum(); // −1 where a thread has ended
  }
}
