package dev.flambeau.nn;

import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;

/**
 * The mean softmax cross entropy of logits {@code (N, C)} and INT32 labels {@code (N)} in [0, C).
 */
public final class CrossEntropyLoss implements LossFunction {
  @Override
  public Tensor of(Tensor output, Tensor target) {
    return Functional.crossEntropy(output, target);
  }
}
