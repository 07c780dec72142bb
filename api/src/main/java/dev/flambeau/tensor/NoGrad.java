package dev.flambeau.tensor;

import dev.flambeau.tensor.error.ScopeException;
import java.util.function.Supplier;

/**
 * While it is open, its thread records nothing for gradients: {@link Tensor#noGrad}. Other threads
 * do, those of a parallel stream as well: each opens its own.
 */
public final class NoGrad implements AutoCloseable {
  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  private final Thread thread = Thread.currentThread();
  private boolean closed;

  NoGrad() {
    DEPTH.set(DEPTH.get() + 1);
  }

  static boolean isOpen() {
    return DEPTH.get() > 0;
  }

  /** Runs code that records, whatever is open around it. */
  static <T> T lifted(Supplier<T> code) {
    int depth = DEPTH.get();
    DEPTH.set(0);
    try {
      return code.get();
    } finally {
      DEPTH.set(depth);
    }
  }

  /**
   * Ends it. A second call does nothing.
   *
   * @throws ScopeException on another thread than the one that began it
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    if (thread != Thread.currentThread()) {
      throw new ScopeException(
          "noGrad() holds for the thread that began it, "
              + thread.getName()
              + ", and must be closed there, not on "
              + Thread.currentThread().getName()
              + ". Begin one on each thread.");
    }
    closed = true;
    DEPTH.set(DEPTH.get() - 1);
  }
}
