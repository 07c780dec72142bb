package dev.flambeau.backend;

import java.util.List;

/**
 * Whether a device keeps the strict contract, as found by trying it.
 *
 * @param verdict the answer
 * @param reasons what speaks against STRICT, one finding each
 */
public record Admission(Verdict verdict, List<String> reasons) {
  /** The answers, best first. */
  public enum Verdict {
    STRICT,
    /** The bits are right, but an operation that the device gets wrong is made of others: slow. */
    STRICT_BY_EMULATION,
    NOT_STRICT
  }

  public Admission {
    reasons = List.copyOf(reasons);
  }

  /** Nothing speaks against it. */
  public static Admission strict() {
    return new Admission(Verdict.STRICT, List.of());
  }
}
