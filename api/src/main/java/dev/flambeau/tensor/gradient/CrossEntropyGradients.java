package dev.flambeau.tensor.gradient;

import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.tensor.Tensor;
import java.util.List;

/** One fused op from the softmax that the forward pass left. */
final class CrossEntropyGradients {
  private CrossEntropyGradients() {}

  static void register() {
    Gradients.put(
        SoftmaxCrossEntropy.class,
        (op, b) ->
            b.give(
                0,
                Tensor.apply(
                        new SoftmaxCrossEntropyGradient(),
                        List.of(b.gradient(), b.output(1), b.input(1)))
                    .get(0)));
  }
}
