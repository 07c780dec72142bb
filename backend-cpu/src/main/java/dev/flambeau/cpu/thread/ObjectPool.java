package dev.flambeau.cpu.thread;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * Objects of which a thread needs one while it works, kept for the next one who does. Taking and
 * giving allocate nothing once there are as many as threads.
 */
public final class ObjectPool<T> {
  private final Supplier<T> maker;
  private final Deque<T> free = new ArrayDeque<>();

  public ObjectPool(Supplier<T> maker) {
    this.maker = maker;
  }

  /** One that nobody else has; its contents are what the last one left. */
  public T take() {
    T taken;
    synchronized (this) {
      taken = free.poll();
    }
    return taken == null ? maker.get() : taken;
  }

  /** Gives back what {@link #take} gave. */
  public synchronized void give(T taken) {
    free.push(taken);
  }
}
