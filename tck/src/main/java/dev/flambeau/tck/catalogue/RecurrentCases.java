package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BIG_THEN_TINY;
import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.NEGATIVE_ZERO;
import static dev.flambeau.tck.cases.Values.UNDERFLOW;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.ZEROS;

import dev.flambeau.op.Recurrent.Nonlinearity;
import dev.flambeau.op.Recurrent.Rnn;
import dev.flambeau.op.Recurrent.RnnGradient;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tck.cases.Cases;

/** numerics.md, "Compositions": Rnn and RnnGradient. */
final class RecurrentCases {
  private static final String FORWARD = "(N, H) × (T, N, C) × (H, C) × (H, H) × (H) × (H)";
  private static final String BACKWARD =
      "(T, N, H) × (T, N, H) × (N, H) × (T, N, C) × (H, C) × (H, H)";

  private RecurrentCases() {}

  static void define(Cases cases) {
    cases.rule("Compositions");
    for (Nonlinearity nonlinearity : Nonlinearity.values()) {
      forward(cases, new Rnn(nonlinearity));
      backward(cases, new RnnGradient(nonlinearity));
    }
    // More than 1,024 hidden values: a second leaf.
    cases.of(new Rnn(Nonlinearity.RELU)).shapes(sized(FORWARD, 2, 1, 1030, 3)).values(UNIFORM);
    cases
        .of(new RnnGradient(Nonlinearity.RELU))
        .shapes(sized(BACKWARD, 2, 1, 1030, 3))
        .values(UNIFORM);
    refusals(cases);
  }

  private static void forward(Cases cases, Rnn rnn) {
    cases.of(rnn).sizes(FORWARD, 1, 2, 3, 5, 17).values(UNIFORM);
    cases
        .of(rnn)
        .sizes(FORWARD.replace("T", "3"), 1, 5, 33)
        .values(BIG_THEN_TINY, NAN, ZEROS, NEGATIVE_ZERO, UNDERFLOW);
    cases
        .of(rnn)
        .sizes(FORWARD.replace("T", "0"), 1, 3)
        .sizes(FORWARD.replace("N", "0"), 1, 3)
        .sizes(FORWARD.replace("C", "0"), 1, 3)
        .sizes(FORWARD.replace("H", "0"), 1, 3)
        .shapes(sized(FORWARD, 64, 1, 32, 1), sized(FORWARD, 40, 4, 16, 2))
        .shapes(sized(FORWARD, 3, 7, 70, 5), sized(FORWARD, 6, 40, 130, 20))
        .values(UNIFORM);
  }

  private static void backward(Cases cases, RnnGradient gradient) {
    cases.of(gradient).sizes(BACKWARD, 1, 2, 3, 5, 17).values(UNIFORM);
    cases
        .of(gradient)
        .sizes(BACKWARD.replace("T", "3"), 1, 5, 33)
        .values(BIG_THEN_TINY, NAN, ZEROS, NEGATIVE_ZERO, UNDERFLOW);
    cases
        .of(gradient)
        .sizes(BACKWARD.replace("T", "0"), 1, 3)
        .sizes(BACKWARD.replace("N", "0"), 1, 3)
        .sizes(BACKWARD.replace("C", "0"), 1, 3)
        .sizes(BACKWARD.replace("H", "0"), 1, 3)
        .shapes(sized(BACKWARD, 64, 1, 32, 1), sized(BACKWARD, 40, 4, 16, 2))
        .shapes(sized(BACKWARD, 3, 7, 70, 5), sized(BACKWARD, 6, 40, 130, 20))
        // More than 1,024 rows (t, n): the weights' gradients take a second leaf.
        .shapes(sized(BACKWARD, 5, 205, 3, 2), sized(BACKWARD, 33, 63, 3, 2))
        .values(UNIFORM);
  }

  private static void refusals(Cases cases) {
    cases
        .of(new Rnn(Nonlinearity.TANH))
        .refuses("(2, 3)", ShapeMismatchException.class)
        .refuses(
            "(2, 3) × (4, 2, 5) × (3, 6) × (3, 3) × (3) × (3)",
            ShapeMismatchException.class,
            "rnn: weightIh (H, C) must be (3, 5), was given (3, 6)")
        .refuses(
            "(2, 3) × (2, 5) × (3, 5) × (3, 3) × (3) × (3)",
            ShapeMismatchException.class,
            "rnn: x (T, N, C) must have 3 axes, was given (2, 5)")
        .refuses("(2, 3) × (4, 2, 5) × (3, 5) × (3, 4) × (3) × (3)", ShapeMismatchException.class)
        .refuses("(2, 3) × (4, 2, 5) × (3, 5) × (3, 3) × (3) × (1)", ShapeMismatchException.class);
    cases
        .of(new RnnGradient(Nonlinearity.RELU))
        .refuses(
            "(4, 2, 1) × (4, 2, 3) × (2, 3) × (4, 2, 5) × (3, 5) × (3, 3)",
            ShapeMismatchException.class,
            "rnnGradient: the output's gradient must be (4, 2, 3), was given (4, 2, 1)");
  }

  private static String sized(String shapes, int steps, int batch, int hidden, int inputs) {
    return shapes
        .replace("T", "" + steps)
        .replace("N", "" + batch)
        .replace("H", "" + hidden)
        .replace("C", "" + inputs);
  }
}
