package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.op.Conversion;
import dev.flambeau.op.DType;
import java.util.List;

/** From type to type: numerics.md, "Elementwise". */
final class ConversionReference {
  private ConversionReference() {}

  static void cast(Conversion.Cast op, List<View> inputs, List<View> outputs) {
    Elements x = Elements.of(inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    int elements = outputs.get(0).type().elements();
    if (inputs.get(0).type().dtype() == op.dtype()) {
      x.copy(0, y, 0, elements);
      return;
    }
    for (int i = 0; i < elements; i++) {
      y.set(i, convert(x.get(i), op.dtype()));
    }
  }

  /** The value in another type; Java's casts are the contract's. */
  static double convert(double value, DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> (float) value;
      case FLOAT64 -> value;
      case INT32 -> (int) value;
      case BOOL -> value != 0 ? 1 : 0;
    };
  }

  static void oneHot(Conversion.OneHot op, List<View> inputs, List<View> outputs) {
    Elements labels = Elements.of(inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    for (int i = 0; i < inputs.get(0).type().elements(); i++) {
      int label = (int) labels.get(i);
      boolean known = label >= 0 && label < op.classes();
      for (int c = 0; c < op.classes(); c++) {
        double value = c == label ? 1 : 0;
        y.set(i * op.classes() + c, known ? value : Double.NaN);
      }
    }
  }
}
