package dev.flambeau.backend;

/** The two ways to compute. */
public enum Numerics {
  /** Every result is a function of its inputs alone, on every device: docs/numerics.md. */
  STRICT,
  /** A device that cannot keep the strict contract is admitted, with one warning. */
  FAST;

  /** The version of the contract in docs/numerics.md, which a run records. */
  public static final int VERSION = 2;
}
