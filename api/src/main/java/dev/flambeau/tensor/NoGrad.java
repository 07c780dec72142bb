package dev.flambeau.tensor;

/** While it is open, its thread records nothing for gradients: {@link Tensor#noGrad}. */
public final class NoGrad implements AutoCloseable {
  private static final ThreadLocal<Integer> DEPTH = ThreadLocal.withInitial(() -> 0);

  private boolean closed;

  NoGrad() {
    DEPTH.set(DEPTH.get() + 1);
  }

  static boolean isOpen() {
    return DEPTH.get() > 0;
  }

  /** Ends it. A second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      DEPTH.set(DEPTH.get() - 1);
    }
  }
}
