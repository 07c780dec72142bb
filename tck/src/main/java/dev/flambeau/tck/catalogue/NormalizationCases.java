package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BIG_THEN_TINY;
import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.INFINITY;
import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.OVERFLOW;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.UNDERFLOW;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.ZEROS;

import dev.flambeau.op.DType;
import dev.flambeau.op.Normalization.BatchNorm;
import dev.flambeau.op.Normalization.Normalize;
import dev.flambeau.op.Normalization.RmsNormalize;
import dev.flambeau.op.Op;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Values;
import java.util.List;

/** numerics.md, "Normalization". */
final class NormalizationCases {
  private static final double EPSILON = 1e-5;

  private NormalizationCases() {}

  static void define(Cases cases) {
    cases.rule("Normalization");
    rows(cases);
    batches(cases);
    refusals(cases);
  }

  private static void rows(Cases cases) {
    Op[] last = {new Normalize(List.of(1), EPSILON), new RmsNormalize(List.of(1), EPSILON)};
    cases
        .of(last)
        .sizes("(3, N)", 0, 1, 2, 9, 31, 32, 33, 65, 1023, 1024, 1025, 2049)
        .shapes("(0, 3)", "(33, 10)", "(2, 33793)")
        .values(UNIFORM, Values.range(9, 10));
    cases
        .of(last)
        .shapes("(10, 33)")
        .values(WIDE, BIG_THEN_TINY, NAN, INFINITY, ZEROS, OVERFLOW, UNDERFLOW, SUBNORMAL)
        .values(SPECIAL, BITS);
    cases
        .of(new Normalize(List.of(1), 0), new RmsNormalize(List.of(1), 0))
        .shapes("(4, 5)")
        .values(UNIFORM, ZEROS, Values.of(3));
    cases
        .of(
            new Normalize(List.of(0), EPSILON),
            new Normalize(List.of(1, 2), EPSILON),
            new Normalize(List.of(0, 2), EPSILON),
            new Normalize(List.of(), EPSILON),
            new RmsNormalize(List.of(0, 2), EPSILON),
            new RmsNormalize(List.of(1, 2), EPSILON))
        .shapes("(3, 4, 5)", "(2, 33, 7)", "(33, 2, 3)");
  }

  private static void batches(Cases cases) {
    cases
        .of(new BatchNorm(List.of(0), EPSILON))
        .sizes("(N, 5) × (1, 5) × (1, 5)", 0, 1, 2, 31, 33, 1025)
        .shapes("(33793, 2) × (1, 2) × (1, 2)")
        .values(UNIFORM)
        .operands(Values.range(9, 10), WIDE, WIDE);
    cases
        .of(new BatchNorm(List.of(0, 2, 3), EPSILON))
        .shapes("(3, 4, 5, 7) × (1, 4, 1, 1) × (1, 4, 1, 1)")
        .shapes("(33, 2, 3, 1) × (1, 2, 1, 1) × (1, 2, 1, 1)")
        .values(UNIFORM, WIDE, NAN, INFINITY, ZEROS, OVERFLOW, UNDERFLOW, SUBNORMAL);
  }

  private static void refusals(Cases cases) {
    cases
        .of(new Normalize(List.of(1, 0), EPSILON))
        .refuses(
            "(2, 3)",
            ShapeMismatchException.class,
            "normalize: axes must ascend, each once, were given [1, 0]");
    cases
        .of(new RmsNormalize(List.of(2), EPSILON))
        .refuses(
            "(2, 3)",
            ShapeMismatchException.class,
            "rmsNormalize: no axis 2 in (2, 3), which has 2");
    cases
        .of(new BatchNorm(List.of(0), EPSILON))
        .refuses("(2, 3)", ShapeMismatchException.class)
        .refuses(
            "(2, 3) × (3) × (1, 3)",
            ShapeMismatchException.class,
            "batchNorm: the weight must be (1, 3), was given (3)")
        .refuses(
            "(2, 3) × (1, 3) × (1, 2)",
            ShapeMismatchException.class,
            "batchNorm: the bias must be (1, 3), was given (1, 2)");
    cases
        .of(new Normalize(List.of(0), EPSILON), new RmsNormalize(List.of(0), EPSILON))
        .types(DType.INT32)
        .refuses("(3)", TypeMismatchException.class);
  }
}
