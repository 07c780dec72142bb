package dev.flambeau.op.gradient;

import dev.flambeau.op.Binary;
import dev.flambeau.op.Value;

/** Arithmetic; each operand's gradient is summed to its own shape. */
final class BinaryGradients {
  private BinaryGradients() {}

  static void register() {
    Gradients.put(Binary.Add.class, BinaryGradients::add);
    Gradients.put(Binary.Sub.class, BinaryGradients::sub);
    Gradients.put(Binary.Mul.class, BinaryGradients::mul);
    Gradients.put(Binary.Div.class, BinaryGradients::div);
  }

  private static void add(Binary.Add op, Backward b) {
    for (int i = 0; i < 2; i++) {
      if (b.needs(i)) {
        b.giveStretched(i, b.gradient());
      }
    }
  }

  private static void sub(Binary.Sub op, Backward b) {
    if (b.needs(0)) {
      b.giveStretched(0, b.gradient());
    }
    if (b.needs(1)) {
      b.giveStretched(1, b.gradient().neg());
    }
  }

  private static void mul(Binary.Mul op, Backward b) {
    for (int i = 0; i < 2; i++) {
      if (b.needs(i)) {
        b.giveStretched(i, b.gradient().mul(b.input(1 - i)));
      }
    }
  }

  private static void div(Binary.Div op, Backward b) {
    Value quotient = b.gradient().div(b.input(1));
    if (b.needs(0)) {
      b.giveStretched(0, quotient);
    }
    if (b.needs(1)) {
      b.giveStretched(1, quotient.mul(b.output()).neg());
    }
  }
}
