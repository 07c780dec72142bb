package dev.flambeau.op.gradient;

import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.Value;

/**
 * One fused op from the softmax that the forward pass left. The softmax itself gets a gradient when
 * the loss's gradient is differentiated.
 */
final class CrossEntropyGradients {
  private CrossEntropyGradients() {}

  static void register() {
    Gradients.put(SoftmaxCrossEntropy.class, (op, b) -> b.give(0, ofLogits(b)));
  }

  private static Value ofLogits(Backward b) {
    Value softmax = b.output(1);
    if (!b.hasGradient(1)) {
      return ofLoss(b, softmax);
    }
    Value ofSoftmax = SoftmaxGradients.of(new Softmax(1, false), softmax, b.gradient(1));
    return b.hasGradient(0) ? ofLoss(b, softmax).add(ofSoftmax) : ofSoftmax;
  }

  private static Value ofLoss(Backward b, Value softmax) {
    return b.gradient().then(new SoftmaxCrossEntropyGradient(), softmax, b.input(1));
  }
}
