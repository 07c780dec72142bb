package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.range;

import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.op.Unary.Abs;
import dev.flambeau.op.Unary.Cos;
import dev.flambeau.op.Unary.Elementary;
import dev.flambeau.op.Unary.Erf;
import dev.flambeau.op.Unary.Exp;
import dev.flambeau.op.Unary.Expm1;
import dev.flambeau.op.Unary.Log;
import dev.flambeau.op.Unary.Log1p;
import dev.flambeau.op.Unary.Neg;
import dev.flambeau.op.Unary.Relu;
import dev.flambeau.op.Unary.Sigmoid;
import dev.flambeau.op.Unary.Sin;
import dev.flambeau.op.Unary.Sqrt;
import dev.flambeau.op.Unary.Tanh;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Shapes;
import dev.flambeau.tck.cases.Values;
import java.util.Map;

/** numerics.md, "Elementwise" and "Elementary functions". */
final class UnaryCases {
  private static final Map<Class<? extends Elementary>, Values[]> STRETCHES =
      Map.of(
          Cos.class,
          of(range(-4, 4), range(-1e5, 1e5), range(-1e30, 1e30)),
          Erf.class,
          of(range(-4, 4), range(-1, 1), range(-1e-3, 1e-3)),
          Exp.class,
          of(range(-104, -87), range(-87, 89), range(-1e-6, 1e-6)),
          Expm1.class,
          of(range(-18, 89), range(-0.5, 0.5), range(-1e-6, 1e-6)),
          Log.class,
          of(range(0.5, 2), range(0.999, 1.001), BITS.positive()),
          Log1p.class,
          of(range(-1, 2), range(-1e-3, 1e-3), range(-1e-6, 1e-6), BITS.positive()),
          Sigmoid.class,
          of(range(-104, -87), range(-20, 20), range(-1e-6, 1e-6)),
          Sin.class,
          of(range(-4, 4), range(-1e5, 1e5), range(-1e30, 1e30)),
          Tanh.class,
          of(range(-10, 10), range(-1, 1), range(-1e-3, 1e-3)));

  private UnaryCases() {}

  private static Values[] of(Values... stretches) {
    return stretches;
  }

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
        .of(new Abs(), new Sqrt(), new Relu())
        .types(DType.BOOL)
        .refuses("(2)", TypeMismatchException.class);
    cases
        .of(Elementary.all().toArray(Op[]::new))
        .types(DType.BOOL)
        .refuses("(2)", TypeMismatchException.class);
  }

  /** Every limit and exact case, and the stretches of inputs where each function is not flat. */
  private static void functions(Cases cases) {
    for (Elementary function : Elementary.all()) {
      cases
          .of(function)
          .sizes("(N)", Shapes.EDGES)
          .shapes("()", "(3, 0, 2)", "(2, 3, 5)")
          .values(SPECIAL, WIDE)
          .refuses("(2) × (2)", ShapeMismatchException.class);
      cases
          .of(function)
          .shapes("(65537)")
          .values(BITS, SUBNORMAL, WIDE)
          .values(stretches(function));
    }
  }

  private static Values[] stretches(Elementary function) {
    Values[] stretches = STRETCHES.get(function.getClass());
    if (stretches == null) {
      throw new IllegalStateException(function + ": where is it not flat? STRETCHES does not say.");
    }
    return stretches;
  }
}
