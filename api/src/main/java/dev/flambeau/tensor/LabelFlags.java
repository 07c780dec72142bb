package dev.flambeau.tensor;

import dev.flambeau.tensor.error.LabelException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a device has found about labels that it alone knew, until the host reads from it. It stays
 * there, so that a loss waits for nothing.
 */
final class LabelFlags {
  /** So many are kept before they are read, whoever waits for it. */
  private static final int MOST = 64;

  private record Flag(LabelCheck check, Tensor strays) {}

  private List<Flag> flags = new ArrayList<>();

  /** Keeps a count of strays, and closes it in the end. */
  void add(LabelCheck check, Tensor strays) {
    boolean isFull;
    synchronized (this) {
      flags.add(new Flag(check, strays));
      isFull = flags.size() > MOST;
    }
    if (isFull) {
      read();
    }
  }

  /**
   * Waits, and reads all that is kept.
   *
   * @throws LabelException if there were strays
   */
  void read() {
    List<Flag> found = take();
    try {
      found.forEach(flag -> flag.check().read(flag.strays()));
    } finally {
      found.forEach(flag -> flag.strays().close());
    }
  }

  private synchronized List<Flag> take() {
    if (flags.isEmpty()) {
      return List.of();
    }
    List<Flag> taken = flags;
    flags = new ArrayList<>();
    return taken;
  }
}
