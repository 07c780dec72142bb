package dev.flambeau.op;

/**
 * Linear interpolation from a to b by the weight w, from the nearer end: {@code w < 0.5 ? fma(w, b
 * − a, a) : fma(w − 1, b − a, b)}.
 */
public record Lerp() implements Composite.OfThree {
  @Override
  public Value of(Value a, Value b, Value w) {
    Value way = b.sub(a);
    return w.lt(0.5).where(w.fma(way, a), w.sub(1).fma(way, b));
  }
}
