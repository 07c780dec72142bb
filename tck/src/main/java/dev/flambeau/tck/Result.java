package dev.flambeau.tck;

import dev.flambeau.tck.cases.Case;

/**
 * How a case ended.
 *
 * @param test the case
 * @param status the answer
 * @param message what is wrong and where to look, or why that is known; empty if nothing is wrong
 */
public record Result(Case test, Status status, String message) {
  /** How a case can end. */
  public enum Status {
    PASSED,
    FAILED,
    /** It failed, and {@link KnownGaps} says why. */
    KNOWN_GAP
  }

  static Result passed(Case test) {
    return new Result(test, Status.PASSED, "");
  }

  static Result failed(Case test, String message) {
    return new Result(test, Status.FAILED, message);
  }

  /** Whether it failed, and nobody has said why. */
  public boolean failed() {
    return status == Status.FAILED;
  }

  @Override
  public String toString() {
    return message.isEmpty() ? test + ": " + status : message;
  }
}
