package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.range;

import dev.flambeau.op.DType;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.op.Unary.Abs;
import dev.flambeau.op.Unary.Exp;
import dev.flambeau.op.Unary.Log;
import dev.flambeau.op.Unary.Neg;
import dev.flambeau.op.Unary.Relu;
import dev.flambeau.op.Unary.Sigmoid;
import dev.flambeau.op.Unary.Sqrt;
import dev.flambeau.op.Unary.Tanh;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Shapes;

/** numerics.md, "Elementwise" and "Elementary functions". */
final class UnaryCases {
  private UnaryCases() {}

  static void define(Cases cases) {
    cases
        .rule("Elementwise")
        .of(new Neg(), new Abs(), new Relu(), new Sqrt())
        .sizes("(N)", Shapes.EDGES)
        .sizes("(N)", Shapes.BLOCKS)
        .shapes("()", "(3, 0, 2)", "(2, 3, 5)", "(65537)")
        .values(SPECIAL, BITS)
        .refuses("(2) × (2)", ShapeMismatchException.class);
    functions(cases.rule("Elementary functions"));
    cases
        .of(new Neg())
        .types(DType.INT32)
        .refuses(
            "(2)",
            TypeMismatchException.class,
            "neg: takes FLOAT32 or FLOAT64, was given [(2) INT32]. Cast the INT32 tensor first.");
    cases
        .of(new Abs(), new Exp(), new Log(), new Sqrt(), new Relu(), new Sigmoid(), new Tanh())
        .types(DType.BOOL)
        .refuses("(2)", TypeMismatchException.class);
  }

  /** Every limit and exact case, and the stretch of inputs where each function is not flat. */
  private static void functions(Cases cases) {
    cases
        .of(new Exp(), new Log(), new Sigmoid(), new Tanh())
        .sizes("(N)", Shapes.EDGES)
        .shapes("()", "(3, 0, 2)", "(2, 3, 5)")
        .values(SPECIAL, WIDE)
        .refuses("(2) × (2)", ShapeMismatchException.class);
    cases
        .of(new Exp(), new Log(), new Sigmoid(), new Tanh())
        .shapes("(65537)")
        .values(BITS, SUBNORMAL, WIDE);
    cases
        .of(new Exp())
        .shapes("(65537)")
        .values(range(-104, -87), range(-87, 89), range(-1e-6, 1e-6));
    cases
        .of(new Log())
        .shapes("(65537)")
        .values(range(0.5, 2), range(0.999, 1.001), BITS.positive());
    cases
        .of(new Sigmoid())
        .shapes("(65537)")
        .values(range(-104, -87), range(-20, 20), range(-1e-6, 1e-6));
    cases.of(new Tanh()).shapes("(65537)").values(range(-10, 10), range(-1, 1), range(-1e-3, 1e-3));
  }
}
