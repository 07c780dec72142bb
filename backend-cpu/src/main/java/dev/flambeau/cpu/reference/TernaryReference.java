package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Ternary;
import java.util.List;

/** Elementwise ops on three tensors: numerics.md, "Elementwise". */
final class TernaryReference {
  private TernaryReference() {}

  static void where(Ternary.Where op, List<View> inputs, List<View> outputs) {
    Shape shape = outputs.get(0).type().shape();
    Elements condition = Elements.of(inputs.get(0));
    Elements a = Elements.of(inputs.get(1));
    Elements b = Elements.of(inputs.get(2));
    Elements y = Elements.of(outputs.get(0));
    StridedIndex inCondition = StridedIndex.broadcast(inputs.get(0).type().shape(), shape);
    StridedIndex inA = StridedIndex.broadcast(inputs.get(1).type().shape(), shape);
    StridedIndex inB = StridedIndex.broadcast(inputs.get(2).type().shape(), shape);
    for (int i = 0; i < shape.elements(); i++) {
      boolean first = condition.get(inCondition.at(i)) != 0;
      y.set(i, first ? a.get(inA.at(i)) : b.get(inB.at(i)));
    }
  }

  static void fma(Ternary.Fma op, List<View> inputs, List<View> outputs) {
    Shape shape = outputs.get(0).type().shape();
    Arithmetic arithmetic = Arithmetic.of(outputs.get(0).type().dtype());
    Elements a = Elements.of(inputs.get(0));
    Elements b = Elements.of(inputs.get(1));
    Elements c = Elements.of(inputs.get(2));
    Elements y = Elements.of(outputs.get(0));
    StridedIndex inA = StridedIndex.broadcast(inputs.get(0).type().shape(), shape);
    StridedIndex inB = StridedIndex.broadcast(inputs.get(1).type().shape(), shape);
    StridedIndex inC = StridedIndex.broadcast(inputs.get(2).type().shape(), shape);
    for (int i = 0; i < shape.elements(); i++) {
      y.set(i, arithmetic.fma(a.get(inA.at(i)), b.get(inB.at(i)), c.get(inC.at(i))));
    }
  }
}
