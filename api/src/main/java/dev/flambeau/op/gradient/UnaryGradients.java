package dev.flambeau.op.gradient;

import dev.flambeau.op.Unary;
import dev.flambeau.op.Value;

/** By the output y where that saves work: exp, expm1, sqrt, relu, sigmoid and tanh. */
final class UnaryGradients {
  private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;

  private UnaryGradients() {}

  static void register() {
    Gradients.put(Unary.Neg.class, (op, b) -> b.give(0, b.gradient().neg()));
    Gradients.put(Unary.Abs.class, (op, b) -> b.give(0, abs(b.gradient(), b.input(0))));
    Gradients.put(Unary.Cos.class, (op, b) -> b.give(0, b.gradient().mul(b.input(0).sin()).neg()));
    Gradients.put(Unary.Erf.class, (op, b) -> b.give(0, erf(b.gradient(), b.input(0))));
    Gradients.put(Unary.Exp.class, (op, b) -> b.give(0, b.gradient().mul(b.output())));
    Gradients.put(Unary.Expm1.class, (op, b) -> b.give(0, b.gradient().mul(b.output().add(1))));
    Gradients.put(Unary.Log.class, (op, b) -> b.give(0, b.gradient().div(b.input(0))));
    Gradients.put(Unary.Log1p.class, (op, b) -> b.give(0, b.gradient().div(b.input(0).add(1))));
    Gradients.put(
        Unary.Sqrt.class, (op, b) -> b.give(0, b.gradient().div(b.output().add(b.output()))));
    Gradients.put(Unary.Relu.class, (op, b) -> b.give(0, relu(b.gradient(), b.output())));
    Gradients.put(Unary.Sigmoid.class, (op, b) -> b.give(0, sigmoid(b.gradient(), b.output())));
    Gradients.put(Unary.Sin.class, (op, b) -> b.give(0, b.gradient().mul(b.input(0).cos())));
    Gradients.put(Unary.Tanh.class, (op, b) -> b.give(0, tanh(b.gradient(), b.output())));
  }

  private static Value abs(Value gradient, Value x) {
    Value zero = x.constant(0);
    Value below = x.lt(zero).where(gradient.neg(), zero);
    return x.gt(zero).where(gradient, below);
  }

  private static Value erf(Value gradient, Value x) {
    return gradient.mul(TWO_OVER_ROOT_PI).mul(x.mul(x).neg().exp());
  }

  private static Value relu(Value gradient, Value y) {
    Value zero = y.constant(0);
    return y.gt(zero).where(gradient, zero);
  }

  private static Value sigmoid(Value gradient, Value y) {
    return gradient.mul(y.mul(y.constant(1).sub(y)));
  }

  private static Value tanh(Value gradient, Value y) {
    return gradient.mul(y.neg().fma(y, y.constant(1)));
  }
}
