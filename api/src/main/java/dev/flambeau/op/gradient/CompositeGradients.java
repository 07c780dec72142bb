package dev.flambeau.op.gradient;

import dev.flambeau.op.Activation;
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
            (op, v) -> chosen(v.get(0).lt(v.get(1)), v.get(0), v.get(1), v.get(2)),
            (op, v) -> chosen(v.get(1).lt(v.get(0)), v.get(0), v.get(1), v.get(2))));
    Gradients.put(
        Extremum.Minimum.class,
        Differentiation.by(
            (op, v) -> chosen(v.get(0).gt(v.get(1)), v.get(0), v.get(1), v.get(2)),
            (op, v) -> chosen(v.get(1).gt(v.get(0)), v.get(0), v.get(1), v.get(2))));
    Gradients.put(
        Lerp.class,
        Differentiation.by(
            (op, v) -> v.get(3).mul(v.get(2).constant(1).sub(v.get(2))),
            (op, v) -> v.get(3).mul(v.get(2)),
            (op, v) -> v.get(3).mul(v.get(1).sub(v.get(0)))));
    activations();
    losses();
  }

  /** Those made of softplus, whose gradient is the sigmoid, and costs one function. */
  private static void activations() {
    Gradients.put(
        Activation.Softplus.class,
        Differentiation.by((op, v) -> v.get(1).mul(v.get(0).mul(op.beta()).sigmoid())));
    Gradients.put(
        Activation.LogSigmoid.class,
        Differentiation.by((op, v) -> v.get(1).mul(v.get(0).neg().sigmoid())));
    Gradients.put(
        Activation.Mish.class, Differentiation.by((op, v) -> v.get(1).mul(ofMish(v.get(0)))));
  }

  /** {@code t + x · (1 − t²) · sigmoid x} for t = tanh(softplus x). */
  private static Value ofMish(Value x) {
    Value t = Activation.softplus(x).tanh();
    return t.neg().fma(t, t.constant(1)).mul(x.mul(x.sigmoid())).add(t);
  }

  /** What a loss of probabilities grows with: its expression's own gradient overflows. */
  private static void losses() {
    Gradients.put(
        BinaryCrossEntropy.class,
        Differentiation.by(
            (op, v) -> v.get(2).mul(BinaryCrossEntropy.ofProbability(v.get(0), v.get(1))),
            (op, v) -> v.get(2).mul(BinaryCrossEntropy.ofTarget(v.get(0)))));
    Gradients.put(
        LossTerm.BinaryCrossEntropyWithLogits.class,
        Differentiation.by(
            (op, v) -> v.get(2).mul(v.get(0).sigmoid().sub(v.get(1))),
            (op, v) -> v.get(2).mul(v.get(0).neg())));
    Gradients.put(
        WeightedCrossEntropyWithLogits.class,
        Differentiation.by(
            (op, v) -> v.get(3).mul(ofLogit(v.get(0), v.get(1), v.get(2))),
            (op, v) -> v.get(3).mul(ofTarget(v.get(0), v.get(2))),
            (op, v) -> v.get(3).mul(v.get(1).mul(Activation.softplus(v.get(0).neg())))));
  }

  private static Value ofLogit(Value x, Value target, Value weight) {
    Value kept = WeightedCrossEntropyWithLogits.weight(target, weight).mul(x.neg().sigmoid());
    return target.neg().add(1).sub(kept);
  }

  private static Value ofTarget(Value x, Value weight) {
    return weight.sub(1).mul(Activation.softplus(x.neg())).sub(x);
  }

  private static Value chosen(Value isOther, Value a, Value b, Value gradient) {
    return isOther.where(0, a.eq(b).where(gradient.mul(0.5), gradient));
  }
}
