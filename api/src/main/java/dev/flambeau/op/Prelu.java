package dev.flambeau.op;

/** {@code a > 0 ? a : a · b}, b being a weight that is trained. */
public record Prelu() implements Composite.OfTwo {
  @Override
  public Value of(Value a, Value b) {
    // Not an infinity times 0, which would make the weight's gradient NaN.
    Value below = a.gt(0).where(0, a);
    return a.gt(0).where(a, below.mul(b));
  }
}
