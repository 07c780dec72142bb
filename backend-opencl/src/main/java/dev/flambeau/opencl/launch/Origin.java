package dev.flambeau.opencl.launch;

import dev.flambeau.op.CallSite;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf something is enqueued.
 *
 * @param op its name
 * @param site where the caller asked for it; null for transfers, which a steady step makes without
 *     making an object
 */
public record Origin(String op, @Nullable CallSite site) {
  /** This op, asked for here and now. */
  public static Origin here(String op) {
    return new Origin(op, CallSite.here());
  }

  /** A transfer, by whomever. */
  public static Origin of(String transfer) {
    return new Origin(transfer, null);
  }

  /** The caller's line, while the call goes on. */
  String line() {
    return String.valueOf(site == null ? CallSite.here() : site);
  }
}
