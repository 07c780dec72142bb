package dev.flambeau.optim;

/** The numbers that an optimizer is built with: each refused at once where it cannot be right. */
final class Hyperparameter {
  private Hyperparameter() {}

  /** A number that is finite and not less than a bound, as a FLOAT32. */
  static float atLeast(double least, String name, double value) {
    if (!(value >= least) || !Float.isFinite((float) value)) {
      throw refusal(name, "finite and at least " + text(least), value);
    }
    return (float) value;
  }

  /**
   * A term that is added to a root, or under it. State below 2⁻¹⁰⁰ is stored as 0 (numerics.md,
   * "Optimizer state"): its root, at most 2⁻⁵⁰ and 3e-14 with the first steps' correction, must be
   * small beside ε.
   */
  static float epsilon(double value) {
    return atLeast(1e-12, "epsilon", value);
  }

  /** A factor of what was before, as a momentum: in [0, 1), also when rounded to FLOAT32. */
  static float factor(String name, double value) {
    if (!(value >= 0) || (float) value >= 1) {
      throw refusal(name, "at least 0 and less than 1", value);
    }
    return (float) value;
  }

  /** A count that is not less than a bound. */
  static void count(long least, String name, long value) {
    if (value < least) {
      throw refusal(name, "at least " + least, value);
    }
  }

  private static OptimizerException refusal(String name, String expected, Number value) {
    return new OptimizerException(name + ": must be " + expected + ", was given " + value + ".");
  }

  private static String text(double bound) {
    return bound == (long) bound ? Long.toString((long) bound) : Double.toString(bound);
  }
}
