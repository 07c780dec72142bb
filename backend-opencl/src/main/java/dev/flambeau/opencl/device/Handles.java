package dev.flambeau.opencl.device;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many OpenCL objects are open in this process: each maker counts one up, each releaser one
 * down, so that a test can see that nothing is left.
 */
public final class Handles {
  private static final AtomicInteger OPEN = new AtomicInteger();

  private Handles() {}

  /** Counts an object that was just made, and gives it back. */
  public static <T> T opened(T object) {
    OPEN.incrementAndGet();
    return object;
  }

  /** Counts an object that was just released. */
  public static void released() {
    OPEN.decrementAndGet();
  }

  /** How many are open. */
  public static int open() {
    return OPEN.get();
  }
}
