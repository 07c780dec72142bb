package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Unary;
import dev.flambeau.tensor.Tensor;

/** By the output y where that saves work: exp, sqrt, relu, sigmoid and tanh. */
final class UnaryGradients {
  private UnaryGradients() {}

  static void register() {
    Gradients.put(Unary.Neg.class, (op, b) -> b.give(0, b.gradient().neg()));
    Gradients.put(Unary.Abs.class, (op, b) -> b.give(0, abs(b.gradient(), b.input(0))));
    Gradients.put(Unary.Exp.class, (op, b) -> b.give(0, b.gradient().mul(b.output())));
    Gradients.put(Unary.Log.class, (op, b) -> b.give(0, b.gradient().div(b.input(0))));
    Gradients.put(
        Unary.Sqrt.class, (op, b) -> b.give(0, b.gradient().div(b.output().add(b.output()))));
    Gradients.put(Unary.Relu.class, (op, b) -> b.give(0, relu(b.gradient(), b.output())));
    Gradients.put(Unary.Sigmoid.class, (op, b) -> b.give(0, sigmoid(b.gradient(), b.output())));
    Gradients.put(Unary.Tanh.class, (op, b) -> b.give(0, tanh(b.gradient(), b.output())));
  }

  private static Tensor abs(Tensor gradient, Tensor x) {
    Tensor zero = x.constant(0);
    Tensor below = Tensor.where(x.lt(zero), gradient.neg(), zero);
    return Tensor.where(x.gt(zero), gradient, below);
  }

  private static Tensor relu(Tensor gradient, Tensor y) {
    Tensor zero = y.constant(0);
    return Tensor.where(y.gt(zero), gradient, zero);
  }

  private static Tensor sigmoid(Tensor gradient, Tensor y) {
    return gradient.mul(y.mul(y.constant(1).sub(y)));
  }

  private static Tensor tanh(Tensor gradient, Tensor y) {
    return gradient.mul(y.neg().fma(y, y.constant(1)));
  }
}
