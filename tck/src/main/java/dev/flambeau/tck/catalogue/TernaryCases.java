package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.INTEGERS;
import static dev.flambeau.tck.cases.Values.MASK;
import static dev.flambeau.tck.cases.Values.OVERFLOW;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.UNDERFLOW;
import static dev.flambeau.tck.cases.Values.WIDE;

import dev.flambeau.op.DType;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Ternary.Fma;
import dev.flambeau.op.Ternary.Where;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Shapes;

/** numerics.md, "Elementwise": Fma rounds once, Where copies bits. */
final class TernaryCases {
  private static final String[] BROADCASTS = {
    "(3, 4) × () × ()",
    "() × (3, 4) × ()",
    "() × () × (3, 4)",
    "() × () × ()",
    "(3, 4) × (4) × (3, 1)",
    "(3, 1) × (1, 4) × (4)",
    "(4) × (3, 1) × (2, 1, 1)",
    "(2, 3, 4) × (3, 4) × (2, 1, 4)",
    "(17, 1) × (31) × (17, 31)",
    "(33, 65) × (65) × ()",
    "(0, 3) × (3) × ()",
    "(1) × (0) × (1)",
    "(257, 257) × (257) × ()",
    "(257, 1) × () × (257, 257)",
  };

  private TernaryCases() {}

  static void define(Cases cases) {
    cases.rule("Elementwise");
    fma(cases);
    where(cases);
  }

  private static void fma(Cases cases) {
    cases.of(new Fma()).shapes("(31, 1, 1) × (31, 1) × (31)").values(SPECIAL);
    cases
        .of(new Fma())
        .shapes("(65537) × (65537) × (65537)")
        .values(WIDE, BITS, UNDERFLOW, OVERFLOW)
        .operands(UNDERFLOW, UNDERFLOW, SUBNORMAL)
        .operands(WIDE, SUBNORMAL, SUBNORMAL);
    cases.of(new Fma()).sizes("(N) × (N) × (N)", Shapes.EDGES).values(WIDE);
    cases
        .of(new Fma())
        .shapes(BROADCASTS)
        .values(WIDE)
        .refuses("(2) × (2) × (3)", ShapeMismatchException.class)
        .refuses("(2) × (2)", ShapeMismatchException.class);
    cases
        .of(new Fma())
        .types(DType.FLOAT32, DType.FLOAT32, DType.INT32)
        .refuses("(2) × (2) × (2)", TypeMismatchException.class);
  }

  private static void where(Cases cases) {
    cases
        .of(new Where())
        .types(DType.BOOL, DType.FLOAT32)
        .sizes("(N) × (N) × (N)", Shapes.EDGES)
        .shapes(BROADCASTS)
        .operands(MASK, BITS)
        .refuses("(2) × (2) × (3)", ShapeMismatchException.class);
    cases
        .of(new Where())
        .types(DType.BOOL, DType.INT32)
        .shapes("(65) × (65) × (65)", "(3, 1) × (4) × ()")
        .operands(MASK, INTEGERS);
    cases
        .of(new Where())
        .types(DType.BOOL)
        .shapes("(65) × (65) × (65)", "(3, 1) × (4) × ()")
        .values(MASK);
    cases
        .of(new Where())
        .refuses(
            "(2) × (2) × (2)",
            TypeMismatchException.class,
            "where: the condition must be BOOL, was given (2) FLOAT32");
    cases
        .of(new Where())
        .types(DType.BOOL, DType.FLOAT32, DType.INT32)
        .refuses("(2) × (2) × (2)", TypeMismatchException.class);
  }
}
