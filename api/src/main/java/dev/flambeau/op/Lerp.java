package dev.flambeau.op;

import java.util.List;

/**
 * Linear interpolation from a to b by the weight w, from the nearer end: {@code w < 0.5 ? fma(w, b
 * − a, a) : fma(w − 1, b − a, b)}.
 */
public record Lerp() implements Composite {
  @Override
  public int arity() {
    return 3;
  }

  @Override
  public List<Value> of(List<Value> inputs) {
    Value a = inputs.get(0);
    Value b = inputs.get(1);
    Value w = inputs.get(2);
    Value way = b.sub(a);
    return List.of(w.lt(0.5).where(w.fma(way, a), w.sub(1).fma(way, b)));
  }
}
