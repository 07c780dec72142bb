package dev.flambeau.tensor.gradient;

import dev.flambeau.op.Ternary;
import dev.flambeau.tensor.Tensor;

/**
 * A choice passes the gradient to what was chosen; a fused product and sum is a product and a sum.
 */
final class TernaryGradients {
  private TernaryGradients() {}

  static void register() {
    Gradients.put(Ternary.Where.class, TernaryGradients::where);
    Gradients.put(Ternary.Fma.class, TernaryGradients::fma);
  }

  private static void where(Ternary.Where op, Backward b) {
    Tensor zero = b.gradient().constant(0);
    if (b.needs(1)) {
      Broadcasting.give(b, 1, Tensor.where(b.input(0), b.gradient(), zero));
    }
    if (b.needs(2)) {
      Broadcasting.give(b, 2, Tensor.where(b.input(0), zero, b.gradient()));
    }
  }

  private static void fma(Ternary.Fma op, Backward b) {
    for (int i = 0; i < 2; i++) {
      if (b.needs(i)) {
        Broadcasting.give(b, i, b.gradient().mul(b.input(1 - i)));
      }
    }
    if (b.needs(2)) {
      Broadcasting.give(b, 2, b.gradient());
    }
  }
}
