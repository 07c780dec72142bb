package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Softmax;
import dev.flambeau.tensor.Tensor;

/** By the output, which is all that is needed. */
final class SoftmaxGradients {
  private SoftmaxGradients() {}

  static void register() {
    Gradients.put(Softmax.class, SoftmaxGradients::softmax);
  }

  private static void softmax(Softmax op, Backward b) {
    Tensor g = b.gradient();
    Tensor y = b.output();
    int[] axis = {op.axis()};
    b.give(
        0,
        op.log()
            ? y.exp().neg().fma(g.sum(axis, true), g)
            : y.mul(g.sub(g.mul(y).sum(axis, true))));
  }
}
