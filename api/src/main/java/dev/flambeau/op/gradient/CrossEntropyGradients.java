package dev.flambeau.op.gradient;

import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;

/** One fused op from the softmax that the forward pass left. */
final class CrossEntropyGradients {
  private CrossEntropyGradients() {}

  static void register() {
    Gradients.put(
        SoftmaxCrossEntropy.class,
        (op, b) ->
            b.give(
                0, b.gradient().then(new SoftmaxCrossEntropyGradient(), b.output(1), b.input(1))));
  }
}
