package dev.flambeau.op.gradient;

import dev.flambeau.op.Extremum;
import dev.flambeau.op.Lerp;
import dev.flambeau.op.LossTerm;
import dev.flambeau.op.LossTerm.BinaryCrossEntropy;
import dev.flambeau.op.LossTerm.WeightedCrossEntropyWithLogits;
import dev.flambeau.op.Value;

/**
 * Composites whose gradient is not their expression's: at ties both get half, and something
 * infinite times the 0 of the branch that was not taken would be NaN.
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
    losses();
  }

  /** What a loss of probabilities grows with: its expression's own gradient overflows. */
  private static void losses() {
    Gradients.put(
        BinaryCrossEntropy.class,
        Differentiation.by(
            v -> v.get(2).mul(BinaryCrossEntropy.ofProbability(v.get(0), v.get(1))),
            v -> v.get(2).mul(BinaryCrossEntropy.ofTarget(v.get(0)))));
    Gradients.put(
        LossTerm.BinaryCrossEntropyWithLogits.class,
        Differentiation.by(
            v -> v.get(2).mul(v.get(0).sigmoid().sub(v.get(1))),
            v -> v.get(2).mul(v.get(0).neg())));
    Gradients.put(
        WeightedCrossEntropyWithLogits.class,
        Differentiation.by(
            v -> v.get(3).mul(ofLogit(v.get(0), v.get(1), v.get(2))),
            v -> v.get(3).mul(ofTarget(v.get(0), v.get(2))),
            v -> v.get(3).mul(v.get(1).mul(LossTerm.softplusOfMinus(v.get(0))))));
  }

  private static Value ofLogit(Value x, Value target, Value weight) {
    Value kept = WeightedCrossEntropyWithLogits.weight(target, weight).mul(x.neg().sigmoid());
    return target.neg().add(1).sub(kept);
  }

  private static Value ofTarget(Value x, Value weight) {
    return weight.sub(1).mul(LossTerm.softplusOfMinus(x)).sub(x);
  }

  private static Value chosen(Value isOther, Value a, Value b, Value gradient) {
    return isOther.where(0, a.eq(b).where(gradient.mul(0.5), gradient));
  }
}
