package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.INTEGERS;
import static dev.flambeau.tck.cases.Values.MASK;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.TIES;

import dev.flambeau.op.Compare.Equal;
import dev.flambeau.op.Compare.Less;
import dev.flambeau.op.Compare.LessEqual;
import dev.flambeau.op.Compare.NotEqual;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Shapes;

/** numerics.md, "Arithmetic" 4: comparisons are IEEE's. */
final class CompareCases {
  private static final Op[] OPS = {new Equal(), new NotEqual(), new Less(), new LessEqual()};

  private CompareCases() {}

  static void define(Cases cases) {
    cases.rule("Arithmetic");
    cases.of(OPS).shapes("(31, 1) × (31)").values(SPECIAL);
    cases.of(OPS).shapes("(4099) × (4099)").values(BITS, SUBNORMAL);
    cases.of(OPS).sizes("(N) × (N)", Shapes.EDGES).values(TIES);
    cases
        .of(OPS)
        .shapes(Shapes.BROADCASTS)
        .values(TIES)
        .refuses("(2) × (3)", ShapeMismatchException.class)
        .refuses("(2)", ShapeMismatchException.class);
    cases.of(OPS).shapes(Shapes.SHARED).values(TIES);
    cases
        .of(OPS)
        .types(DType.INT32)
        .shapes("(1025) × (1025)", "(7, 1) × (5)", "() × (3)")
        .values(INTEGERS, TIES, SPECIAL);
    cases.of(OPS).types(DType.BOOL).shapes("(33) × (33)", "(3, 1) × (5)").values(MASK);
    cases
        .of(OPS)
        .types(DType.INT32, DType.FLOAT32)
        .refuses("(2) × (2)", TypeMismatchException.class);
  }
}
