package dev.flambeau.op.gradient;

import dev.flambeau.op.Softmax;
import dev.flambeau.op.Value;
import java.util.List;

/** By the output, which is all that is needed. */
final class SoftmaxGradients {
  private SoftmaxGradients() {}

  static void register() {
    Gradients.put(Softmax.class, (op, b) -> b.give(0, of(op, b.output(), b.gradient())));
  }

  /** The gradient of what a softmax was taken of, from its output and that one's gradient. */
  static Value of(Softmax op, Value y, Value g) {
    List<Integer> axis = List.of(op.axis());
    return op.log()
        ? y.exp().neg().fma(g.sum(axis, true), g)
        : y.mul(g.sub(g.mul(y).sum(axis, true)));
  }
}
