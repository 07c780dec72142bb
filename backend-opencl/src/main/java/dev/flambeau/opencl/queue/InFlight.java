package dev.flambeau.opencl.queue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The latest ops that were enqueued and are not known to be done: a device tells of a fault when it
 * is waited for, and then it is one of these. A ring, so that a step that is run again makes no
 * object.
 */
final class InFlight {
  private final @Nullable Origin[] ring;

  /** How many there ever were, and how many of them are done. */
  private long added;

  private long done;

  /**
   * @param most how many it tells of
   */
  InFlight(int most) {
    ring = new Origin[most];
  }

  /** Takes one in whose name a command was enqueued; of several commands in a row, once. */
  void add(Origin origin) {
    if (added == done || ring[(int) ((added - 1) % ring.length)] != origin) {
      ring[(int) (added++ % ring.length)] = origin;
    }
  }

  /** How many there were until now. */
  long added() {
    return added;
  }

  /** The first so many are done. */
  void done(long count) {
    done = Math.max(done, count);
  }

  /** Those that are not, by the caller's line; none if all are done. */
  Optional<String> text() {
    Map<String, Set<String>> opsByLine = new LinkedHashMap<>();
    for (long i = Math.max(done, added - ring.length); i < added; i++) {
      Origin origin = ring[(int) (i % ring.length)];
      if (origin != null) {
        String line = origin.site() == null ? "" : " at " + origin.site();
        opsByLine.computeIfAbsent(line, key -> new LinkedHashSet<>()).add(origin.op());
      }
    }
    return opsByLine.isEmpty()
        ? Optional.empty()
        : Optional.of(
            opsByLine.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + entry.getKey())
                .collect(Collectors.joining("; ")));
  }
}
