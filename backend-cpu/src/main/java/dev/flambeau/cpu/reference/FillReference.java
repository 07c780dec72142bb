package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.op.Arange;
import dev.flambeau.op.Fill;
import java.util.List;

/** One value everywhere, and numbers that count: numerics.md, "Elementwise". */
final class FillReference {
  private FillReference() {}

  static void fill(Fill op, List<View> inputs, List<View> outputs) {
    Elements y = Elements.of(outputs.get(0));
    double value = ConversionReference.convert(op.value(), op.dtype());
    for (int i = 0; i < op.shape().elements(); i++) {
      y.set(i, value);
    }
  }

  static void arange(Arange op, List<View> inputs, List<View> outputs) {
    Elements y = Elements.of(outputs.get(0));
    for (int i = 0; i < op.size(); i++) {
      y.set(i, ConversionReference.convert(i, op.dtype()));
    }
  }
}
