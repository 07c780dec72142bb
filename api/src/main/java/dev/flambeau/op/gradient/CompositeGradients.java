package dev.flambeau.op.gradient;

import dev.flambeau.op.Extremum;
import dev.flambeau.op.Lerp;
import dev.flambeau.op.Value;

/**
 * Composites whose gradient is not their expression's: at ties both get half, and an infinite way
 * times the 0 of the branch that was not taken would be NaN.
 */
final class CompositeGradients {
  private CompositeGradients() {}

  static void register() {
    Gradients.put(
        Extremum.Maximum.class,
        Differentiation.by(
            v -> chosen(v.get(0).lt(v.get(1)), v.get(0), v.get(1), v.get(2)),
            v -> chosen(v.get(1).lt(v.get(0)), v.get(0), v.get(1), v.get(2))));
    Gradients.put(
        Extremum.Minimum.class,
        Differentiation.by(
            v -> chosen(v.get(0).gt(v.get(1)), v.get(0), v.get(1), v.get(2)),
            v -> chosen(v.get(1).gt(v.get(0)), v.get(0), v.get(1), v.get(2))));
    Gradients.put(
        Lerp.class,
        Differentiation.by(
            v -> v.get(3).mul(v.get(2).constant(1).sub(v.get(2))),
            v -> v.get(3).mul(v.get(2)),
            v -> v.get(3).mul(v.get(1).sub(v.get(0)))));
  }

  private static Value chosen(Value isOther, Value a, Value b, Value gradient) {
    return isOther.where(0, a.eq(b).where(gradient.mul(0.5), gradient));
  }
}
