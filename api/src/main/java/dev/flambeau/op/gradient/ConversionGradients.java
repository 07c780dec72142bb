package dev.flambeau.op.gradient;

import dev.flambeau.op.Conversion;

/** Between floating-point types a gradient is cast back; other types have none. */
final class ConversionGradients {
  private ConversionGradients() {}

  static void register() {
    Gradients.put(
        Conversion.Cast.class, (op, b) -> b.give(0, b.gradient().cast(b.type(0).dtype())));
  }
}
