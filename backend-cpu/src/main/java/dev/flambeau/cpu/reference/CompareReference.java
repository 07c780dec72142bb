package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Shape;
import java.util.List;

/** IEEE comparisons: numerics.md, "Arithmetic" 4. A double holds every type's values exactly. */
final class CompareReference implements Kernel<Compare> {
  /** What may hold between two elements. */
  interface Relation {
    boolean holds(double a, double b);
  }

  static final CompareReference EQUAL = new CompareReference((a, b) -> a == b);
  static final CompareReference NOT_EQUAL = new CompareReference((a, b) -> a != b);
  static final CompareReference LESS = new CompareReference((a, b) -> a < b);
  static final CompareReference LESS_EQUAL = new CompareReference((a, b) -> a <= b);

  private final Relation relation;

  private CompareReference(Relation relation) {
    this.relation = relation;
  }

  @Override
  public void run(Compare op, List<View> inputs, List<View> outputs) {
    Shape shape = outputs.get(0).type().shape();
    Elements a = Elements.of(inputs.get(0));
    Elements b = Elements.of(inputs.get(1));
    Elements y = Elements.of(outputs.get(0));
    StridedIndex inA = StridedIndex.broadcast(inputs.get(0).type().shape(), shape);
    StridedIndex inB = StridedIndex.broadcast(inputs.get(1).type().shape(), shape);
    for (int i = 0; i < shape.elements(); i++) {
      y.set(i, relation.holds(a.get(inA.at(i)), b.get(inB.at(i))) ? 1 : 0);
    }
  }
}
