package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.INFINITY;
import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.OVERFLOW;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.ZEROS;
import static dev.flambeau.tck.cases.Values.ignoredLabels;
import static dev.flambeau.tck.cases.Values.labels;
import static dev.flambeau.tck.cases.Values.strayLabels;

import dev.flambeau.op.CrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.DType;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Values;

/** numerics.md, "Compositions": SoftmaxCrossEntropy and its gradient. */
final class CrossEntropyCases {
  /** Close enough to each other that every exponential has a part in the sum. */
  private static final Values CLOSE = Values.range(-3, 3);

  private static final Values ALL_IGNORED = Values.of(CrossEntropy.IGNORED);

  private CrossEntropyCases() {}

  static void define(Cases cases) {
    cases.rule("Compositions");
    for (int classes : new int[] {1, 2, 10, 33, 1025}) {
      forward(cases, classes);
      gradient(cases, classes);
    }
    // More than 32 blocks of 1,024 in a row's sum, and more than 1,024 of them; as many rows.
    blocks(cases, 2, 33793);
    blocks(cases, 1, 1048577);
    blocks(cases, 33793, 2);
    refusals(cases);
  }

  private static void blocks(Cases cases, int rows, int classes) {
    cases
        .of(new SoftmaxCrossEntropy())
        .types(DType.FLOAT32, DType.INT32)
        .shapes("(N, C) × (N)".replace("N", "" + rows).replace("C", "" + classes))
        .operands(CLOSE, labels(classes));
  }

  private static void forward(Cases cases, int classes) {
    cases
        .of(new SoftmaxCrossEntropy())
        .types(DType.FLOAT32, DType.INT32)
        .sizes("(N, C) × (N)".replace("C", "" + classes), 0, 1, 2, 31, 33, 64)
        .operands(Values.range(-20, 20), labels(classes))
        .operands(CLOSE, strayLabels(classes))
        .operands(CLOSE, ignoredLabels(classes))
        .operands(CLOSE, ALL_IGNORED);
    cases
        .of(new SoftmaxCrossEntropy())
        .types(DType.FLOAT32, DType.INT32)
        .sizes("(N, C) × (N)".replace("C", "" + classes), 1, 33)
        .operands(NAN, labels(classes))
        .operands(INFINITY, labels(classes))
        .operands(ZEROS, labels(classes))
        .operands(OVERFLOW, labels(classes))
        .operands(SPECIAL, labels(classes));
  }

  private static void gradient(Cases cases, int classes) {
    cases
        .of(new SoftmaxCrossEntropyGradient())
        .types(DType.FLOAT32, DType.FLOAT32, DType.INT32)
        .sizes("() × (N, C) × (N)".replace("C", "" + classes), 0, 1, 3, 31, 64)
        .operands(UNIFORM, UNIFORM.positive(), labels(classes))
        .operands(Values.of(1), ZEROS, strayLabels(classes))
        .operands(UNIFORM, UNIFORM.positive(), ignoredLabels(classes))
        .operands(Values.of(1), NAN, ALL_IGNORED)
        .operands(WIDE, NAN, labels(classes));
  }

  private static void refusals(Cases cases) {
    cases
        .of(new SoftmaxCrossEntropy())
        .types(DType.FLOAT32, DType.INT32)
        .refuses("(3, 4)", ShapeMismatchException.class)
        .refuses("(3, 4) × (4)", ShapeMismatchException.class)
        .refuses("(3) × (3)", ShapeMismatchException.class)
        .refuses(
            "(3, 0) × (3)",
            ShapeMismatchException.class,
            "softmaxCrossEntropy: takes 1 class or more, was given logits (3, 0)")
        .refuses(
            "(16777217, 1) × (16777217)",
            ShapeMismatchException.class,
            "softmaxCrossEntropy: takes 16777216 rows or fewer, was given logits (16777217, 1)."
                + " Split the batch.");
    cases.of(new SoftmaxCrossEntropy()).refuses("(3, 4) × (3)", TypeMismatchException.class);
    cases
        .of(new SoftmaxCrossEntropyGradient())
        .types(DType.FLOAT32, DType.FLOAT32, DType.INT32)
        .refuses(
            "(1) × (3, 4) × (3)",
            ShapeMismatchException.class,
            "softmaxCrossEntropyGradient: the loss's gradient must be (), was given (1)");
  }
}
