package dev.flambeau.op.gradient;

import dev.flambeau.op.Softmax;
import dev.flambeau.op.Value;
import java.util.List;

/** By the output, which is all that is needed. */
final class SoftmaxGradients {
  private SoftmaxGradients() {}

  static void register() {
    Gradients.put(Softmax.class, SoftmaxGradients::softmax);
  }

  private static void softmax(Softmax op, Backward b) {
    Value g = b.gradient();
    Value y = b.output();
    List<Integer> axis = List.of(op.axis());
    b.give(
        0,
        op.log()
            ? y.exp().neg().fma(g.sum(axis, true), g)
            : y.mul(g.sub(g.mul(y).sum(axis, true))));
  }
}
