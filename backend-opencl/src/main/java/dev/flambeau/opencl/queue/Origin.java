package dev.flambeau.opencl.queue;

import dev.flambeau.op.CallSite;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf something is enqueued.
 *
 * @param op its name
 * @param site where the caller asked for it; null for what is done or has failed when the call ends
 */
public record Origin(String op, @Nullable CallSite site) {
  /** This op, asked for here and now. */
  public static Origin here(String op) {
    return new Origin(op, CallSite.here());
  }

  /** Something that is waited for, by whomever. */
  public static Origin of(String what) {
    return new Origin(what, null);
  }

  /** The same op, asked for here and now: this object, if that is the same site. */
  public Origin again() {
    CallSite here = CallSite.here();
    return here == site ? this : new Origin(op, here);
  }

  /** The caller's line, while the call goes on. */
  String line() {
    return String.valueOf(site == null ? CallSite.here() : site);
  }
}
