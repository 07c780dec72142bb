package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.INTEGERS;
import static dev.flambeau.tck.cases.Values.MASK;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.ZEROS;
import static dev.flambeau.tck.cases.Values.labels;
import static dev.flambeau.tck.cases.Values.strayLabels;

import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.Conversion.OneHot;
import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Shapes;
import dev.flambeau.tck.cases.Values;

/** numerics.md, "Elementwise": Cast and OneHot. */
final class ConversionCases {
  private static final Op[] CASTS = {
    new Cast(DType.FLOAT32), new Cast(DType.INT32), new Cast(DType.BOOL)
  };

  /** Halves, and both sides of the largest and the smallest INT32. */
  private static final Values TOWARDS_ZERO =
      Values.of(
          0.5,
          -0.5,
          1.5,
          -1.5,
          0x1.fffffep0,
          2.5,
          -2.5,
          0x1p23,
          0x1.000002p23,
          0x1.fffffep30,
          0x1p31,
          -0x1p31,
          -0x1.000002p31,
          -0x1.fffffep30,
          1e20,
          -1e20);

  /** Integers halfway between two floats, just beside that, and at the ends. */
  private static final Values TIES_TO_EVEN =
      Values.of(
          0x1000001,
          0x1000002,
          0x1000003,
          -0x1000001,
          -0x1000003,
          0x2000002,
          0x2000003,
          0x2000005,
          0x7FFFFFBF,
          0x7FFFFFC0,
          0x7FFFFFC1,
          0x7FFFFFFF,
          -0x7FFFFFFF,
          -0x80000000,
          0x40000040);

  private ConversionCases() {}

  static void define(Cases cases) {
    cases.rule("Elementwise");
    String[] shapes = {"()", "(0)", "(3, 5)"};
    cases.of(CASTS).sizes("(N)", Shapes.EDGES).shapes("()", "(3, 5)").values(SPECIAL, BITS);
    cases.of(CASTS).shapes("(4099)").values(BITS, SUBNORMAL, ZEROS, Values.range(-300, 300));
    cases.of(CASTS).shapes("(64)").values(TOWARDS_ZERO);
    cases
        .of(CASTS)
        .types(DType.INT32)
        .shapes(shapes)
        .shapes("(4099)", "(64)")
        .values(INTEGERS, TIES_TO_EVEN, Values.range(-3, 3));
    cases.of(CASTS).types(DType.BOOL).shapes(shapes).shapes("(1025)").values(MASK);
    cases.of(CASTS).refuses("(2) × (2)", ShapeMismatchException.class);
    oneHot(cases);
  }

  private static void oneHot(Cases cases) {
    for (int classes : new int[] {1, 2, 10, 31, 33, 1025}) {
      cases
          .of(new OneHot(classes, DType.FLOAT32))
          .types(DType.INT32)
          .shapes("()", "(0)", "(7)", "(3, 5)", "(65)")
          .values(labels(classes), strayLabels(classes), INTEGERS);
    }
    cases
        .of(new OneHot(10, DType.FLOAT32))
        .refuses(
            "(2)",
            TypeMismatchException.class,
            "oneHot: the labels must be INT32, was given (2) FLOAT32");
    cases
        .of(new OneHot(10, DType.BOOL))
        .types(DType.INT32)
        .refuses(
            "(2)",
            TypeMismatchException.class,
            "oneHot: makes FLOAT32 or FLOAT64, was asked for BOOL");
    cases
        .of(new OneHot(0, DType.FLOAT32))
        .types(DType.INT32)
        .refuses("(2)", ShapeMismatchException.class, "oneHot: takes 1 class or more, was given 0");
  }
}
