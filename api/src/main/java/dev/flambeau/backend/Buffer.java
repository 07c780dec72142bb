package dev.flambeau.backend;

import dev.flambeau.op.DType;

/**
 * A run of elements in a device's memory, made by {@link Backend#allocate}. What it holds at first
 * is undefined. Its maker closes it, once; the device may keep the memory for the next one.
 */
public interface Buffer extends AutoCloseable {
  DType dtype();

  /** How many elements it was asked to hold. */
  int elements();

  /**
   * Gives the memory back. Work already enqueued that uses it still finds it whole. A second call
   * does nothing.
   */
  @Override
  void close();

  /**
   * What gives the memory back once the buffer has been forgotten in place of closed. Where the
   * memory is Java's own it must not reach it: then the garbage collector frees both at once.
   */
  default Runnable whenForgotten() {
    return this::close;
  }
}
