package dev.flambeau.tensor.memory;

/** Whether a device has been closed, for those who must not keep the device itself alive. */
public final class Lifetime {
  private final String name;
  private volatile boolean closed;

  /** That of a device of this name, from when it is opened. */
  public Lifetime(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public boolean isClosed() {
    return closed;
  }

  /**
   * Ends it: the device is about to be closed.
   *
   * @return false if it has ended before
   */
  public boolean end() {
    boolean wasOpen = !closed;
    closed = true;
    return wasOpen;
  }
}
