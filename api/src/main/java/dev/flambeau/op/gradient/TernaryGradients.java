package dev.flambeau.op.gradient;

import dev.flambeau.op.Ternary;

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
    if (b.needs(1)) {
      b.giveStretched(1, b.input(0).where(b.gradient(), 0));
    }
    if (b.needs(2)) {
      b.giveStretched(2, b.input(0).where(0, b.gradient()));
    }
  }

  private static void fma(Ternary.Fma op, Backward b) {
    for (int i = 0; i < 2; i++) {
      if (b.needs(i)) {
        b.giveStretched(i, b.gradient().mul(b.input(1 - i)));
      }
    }
    if (b.needs(2)) {
      b.giveStretched(2, b.gradient());
    }
  }
}
