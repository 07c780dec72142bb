package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.INFINITY;
import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.OVERFLOW;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.ZEROS;

import dev.flambeau.op.DType;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Values;

/** numerics.md, "Compositions": Softmax and its logarithm. */
final class SoftmaxCases {
  /** Close enough to each other that every exponential has a part in the sum. */
  private static final Values CLOSE = Values.range(-3, 3);

  private SoftmaxCases() {}

  static void define(Cases cases) {
    cases.rule("Compositions");
    for (boolean log : new boolean[] {false, true}) {
      int[] sizes = {1, 2, 3, 9, 10, 31, 32, 33, 65, 127, 257, 1023, 1024, 1025, 2049};
      cases.of(new Softmax(0, log)).sizes("(N)", sizes).values(Values.range(-20, 20));
      cases.of(new Softmax(1, log)).sizes("(3, N)", sizes).values(CLOSE);
      cases.of(new Softmax(0, log)).sizes("(N, 3)", sizes).values(CLOSE, WIDE);
      cases
          .of(new Softmax(1, log), new Softmax(0, log))
          .sizes("(M, N)", 1, 10, 33)
          .shapes("(64, 10)", "(31, 31)")
          .values(UNIFORM, NAN, INFINITY, ZEROS, OVERFLOW, SPECIAL, BITS)
          .operands(Values.constant(Double.NEGATIVE_INFINITY));
      cases
          .of(new Softmax(0, log), new Softmax(1, log), new Softmax(2, log))
          .shapes("(3, 4, 5)", "(2, 33, 7)", "(33, 2, 3)")
          .values(Values.range(-90, 90));
      // More than 32 blocks of 1,024 in the sum, and more than 1,024 of them.
      cases.of(new Softmax(1, log)).shapes("(2, 33793)", "(1, 1048577)").values(CLOSE);
      cases.of(new Softmax(1, log)).shapes("(0, 3)").refuses("(3)", ShapeMismatchException.class);
      cases.of(new Softmax(0, log)).types(DType.INT32).refuses("(3)", TypeMismatchException.class);
    }
    cases
        .of(new Softmax(1, true))
        .refuses(
            "(3, 0)",
            ShapeMismatchException.class,
            "logSoftmax: axis 1 of (3, 0) is empty: there is nothing to weigh");
  }
}
