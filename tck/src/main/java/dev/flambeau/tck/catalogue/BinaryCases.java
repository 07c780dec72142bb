package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.OVERFLOW;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.UNDERFLOW;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.ZEROS;

import dev.flambeau.op.Binary.Add;
import dev.flambeau.op.Binary.Div;
import dev.flambeau.op.Binary.Mul;
import dev.flambeau.op.Binary.Sub;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Shapes;

/** numerics.md, "Arithmetic" 1 and "Elementwise": one correctly rounded operation, broadcast. */
final class BinaryCases {
  private static final Op[] OPS = {new Add(), new Sub(), new Mul(), new Div()};

  private BinaryCases() {}

  static void define(Cases cases) {
    cases
        .rule("Arithmetic")
        .of(OPS)
        .shapes("(31, 1) × (31)", "(31) × (31, 1)") // every special value with every other
        .values(SPECIAL);
    cases.of(OPS).shapes("(65537) × (65537)").values(BITS, UNDERFLOW, SUBNORMAL, OVERFLOW, WIDE);
    cases
        .rule("Elementwise")
        .of(OPS)
        .sizes("(N) × (N)", Shapes.EDGES)
        .sizes("(N) × (N)", Shapes.BLOCKS)
        .values(WIDE);
    cases.of(OPS).sizes("(M, N) × (M, N)", 1, 3, 17).values(ZEROS);
    cases
        .of(OPS)
        .shapes(Shapes.BROADCASTS)
        .values(WIDE, BITS)
        .refuses("(2)", ShapeMismatchException.class)
        .refuses("(2, 3) × (2, 4)", ShapeMismatchException.class)
        .refuses("(0) × (2)", ShapeMismatchException.class);
    cases.of(OPS).shapes(Shapes.SHARED).values(WIDE);
    cases.of(OPS).shapes(Shapes.DEEP).values(WIDE);
    refusals(cases);
  }

  private static void refusals(Cases cases) {
    cases
        .of(new Add())
        .refuses(
            "(2) × (2) × (2)",
            ShapeMismatchException.class,
            "add: takes 2 inputs, was given 3: [(2) FLOAT32, (2) FLOAT32, (2) FLOAT32]")
        .refuses(
            "(2, 3) × (2, 4)",
            ShapeMismatchException.class,
            "add: sizes 3 and 4 at axis -1 do not broadcast: [(2, 3) FLOAT32, (2, 4) FLOAT32]."
                + " Aligned at the last axis, sizes must be equal or 1.");
    cases
        .of(new Mul())
        .types(DType.FLOAT32, DType.FLOAT64)
        .refuses(
            "(2) × (2)",
            TypeMismatchException.class,
            "mul: inputs must have one element type, were given [(2) FLOAT32, (2) FLOAT64]."
                + " Cast one of them.");
    cases.of(OPS).types(DType.INT32).refuses("(2) × (2)", TypeMismatchException.class);
    cases.of(OPS).types(DType.BOOL).refuses("(2) × (2)", TypeMismatchException.class);
  }
}
