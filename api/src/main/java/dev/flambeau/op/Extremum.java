package dev.flambeau.op;

/** The larger or the smaller of two: NaN wins, and of equal ones, as −0 and +0, the first. */
public sealed interface Extremum extends Composite.OfTwo {

  /** {@code b ≠ b ? b : b > a ? b : a}. */
  record Maximum() implements Extremum {
    @Override
    public Value of(Value a, Value b) {
      return b.ne(b).where(b, b.gt(a).where(b, a));
    }
  }

  /** {@code b ≠ b ? b : b < a ? b : a}. */
  record Minimum() implements Extremum {
    @Override
    public Value of(Value a, Value b) {
      return b.ne(b).where(b, b.lt(a).where(b, a));
    }
  }
}
