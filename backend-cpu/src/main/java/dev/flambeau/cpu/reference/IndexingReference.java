package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.op.Indexing;
import dev.flambeau.op.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Positions by their numbers: numerics.md, "Indexing". An axis is seen within (outer, axis, inner).
 */
final class IndexingReference {
  private IndexingReference() {}

  static void select(Indexing.IndexSelect op, List<View> inputs, List<View> outputs) {
    Elements x = Elements.of(inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    int[] index = index(inputs.get(1));
    Shape shape = inputs.get(0).type().shape();
    int size = shape.size(op.axis());
    int inner = shape.elements(op.axis() + 1, shape.rank());
    double none = inputs.get(0).type().dtype().isFloating() ? Double.NaN : 0;
    for (int o = 0; o < shape.elements(0, op.axis()); o++) {
      for (int p = 0; p < index.length; p++) {
        int to = (o * index.length + p) * inner;
        if (index[p] >= 0 && index[p] < size) {
          x.copy((o * size + index[p]) * inner, y, to, inner);
        } else {
          IntStream.range(to, to + inner).forEach(i -> y.set(i, none));
        }
      }
    }
  }

  static void add(Indexing.IndexAdd op, List<View> inputs, List<View> outputs) {
    Elements x = Elements.of(inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    int[] index = index(inputs.get(1));
    Shape shape = inputs.get(0).type().shape();
    int inner = shape.elements(op.axis() + 1, shape.rank());
    Arithmetic arithmetic = Arithmetic.of(inputs.get(0).type().dtype());
    for (int row = 0; row < op.size(); row++) {
      int wanted = row;
      int[] occurrences =
          IntStream.range(0, index.length).filter(p -> index[p] == wanted).toArray();
      double[] values = new double[occurrences.length];
      for (int o = 0; o < shape.elements(0, op.axis()); o++) {
        for (int i = 0; i < inner; i++) {
          for (int k = 0; k < values.length; k++) {
            values[k] = x.get((o * index.length + occurrences[k]) * inner + i);
          }
          y.set((o * op.size() + row) * inner + i, ReductionReference.sum(values, arithmetic));
        }
      }
    }
  }

  private static int[] index(View view) {
    Elements index = Elements.of(view);
    return IntStream.range(0, view.type().elements()).map(p -> (int) index.get(p)).toArray();
  }
}
