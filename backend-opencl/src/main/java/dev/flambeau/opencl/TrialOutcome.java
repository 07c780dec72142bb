package dev.flambeau.opencl;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What came of a trial.
 *
 * @param failures of the drivers, or of a device that was left out
 * @param reason why the drivers are not to be loaded; empty if they may be
 */
record TrialOutcome(Failures failures, String reason) {
  static final TrialOutcome GOOD = new TrialOutcome(Failures.NONE, "");

  boolean isRefusal() {
    return !reason.isEmpty();
  }

  byte[] encode() {
    return (failures.times() + "\n" + failures.last() + "\n" + reason)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What was encoded; empty if this is anything else. */
  static Optional<TrialOutcome> decode(byte[] bytes) {
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", 3);
    try {
      Failures failures = new Failures(Integer.parseInt(lines[0]), Long.parseLong(lines[1]));
      return Optional.of(new TrialOutcome(failures, lines[2]))
          .filter(outcome -> !outcome.isRefusal() || failures.times() > 0);
    } catch (NumberFormatException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}
