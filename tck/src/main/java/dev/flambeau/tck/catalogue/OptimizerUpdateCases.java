package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.STATE;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.UNDERFLOW;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.ZEROS;

import dev.flambeau.op.InPlace;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.UpdateRule;
import dev.flambeau.optim.Adadelta.AdadeltaUpdate;
import dev.flambeau.optim.Adagrad.AdagradUpdate;
import dev.flambeau.optim.Adam.AdamUpdate;
import dev.flambeau.optim.Adamax.AdamaxUpdate;
import dev.flambeau.optim.Lion.LionUpdate;
import dev.flambeau.optim.NAdam.NAdamUpdate;
import dev.flambeau.optim.OptimizerRule;
import dev.flambeau.optim.RAdam.RAdamUpdate;
import dev.flambeau.optim.RMSprop.RmspropUpdate;
import dev.flambeau.optim.SGD.SgdUpdate;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Values;
import dev.flambeau.train.MovingAverage.AverageUpdate;
import java.util.ArrayList;
import java.util.List;

/** numerics.md, "Optimizer state"; every new state lies where the old one lay. */
final class OptimizerUpdateCases {
  private static final int[] SIZES = {0, 1, 7, 8, 9, 31, 33, 65, 257, 1025};

  private OptimizerUpdateCases() {}

  static void define(Cases cases) {
    cases.rule("Optimizer state");
    sgd(cases);
    adam(cases);
    shared(cases);
    several(cases);
    rules(cases);
    assigned(cases);
    inPlace(cases);
    refusals(cases);
  }

  private static OptimizerUpdate op(UpdateRule rule) {
    return new OptimizerUpdate(rule);
  }

  private static void sgd(Cases cases) {
    Values rate = Values.of(0.1);
    for (float decay : new float[] {0, 0.01f}) {
      cases
          .of(op(new SgdUpdate(0, decay)))
          .sizes("(N) × (N) × (1)", SIZES)
          .shapes("() × () × (1)", "(33, 65) × (33, 65) × (1)")
          .operands(UNIFORM, WIDE, rate)
          .operands(UNIFORM, NAN, rate)
          .operands(ZEROS, UNDERFLOW, rate);
      cases
          .of(op(new SgdUpdate(0.9f, decay)))
          .sizes("(N) × (N) × (N) × (1)", SIZES)
          .shapes("() × () × () × (1)", "(33, 65) × (33, 65) × (33, 65) × (1)")
          .operands(UNIFORM, WIDE, UNIFORM, rate)
          .operands(UNIFORM, STATE, STATE, rate)
          .operands(UNIFORM, STATE, ZEROS, rate)
          .operands(UNIFORM, SUBNORMAL, SUBNORMAL, Values.of(1e30))
          .operands(UNIFORM, NAN, UNIFORM, rate);
    }
  }

  private static void adam(Cases cases) {
    Values firstStep = Values.of(0.01, 0.0316227766);
    Values laterStep = Values.of(0.001, 1);
    for (float decay : new float[] {0, 0.01f}) {
      cases
          .of(op(new AdamUpdate(0.9f, 0.999f, 1e-8f, decay)), op(new AdamUpdate(0.5f, 0, 0, decay)))
          .sizes("(N) × (N) × (N) × (N) × (2)", SIZES)
          .shapes("() × () × () × () × (2)", "(33, 65) × (33, 65) × (33, 65) × (33, 65) × (2)")
          .operands(UNIFORM, ZEROS, ZEROS, WIDE, firstStep)
          .operands(UNIFORM, UNIFORM, UNIFORM.positive(), UNIFORM, laterStep)
          .operands(UNIFORM, STATE, STATE.positive(), STATE, laterStep)
          .operands(UNIFORM, STATE, STATE.positive(), ZEROS, laterStep)
          .operands(UNIFORM, SUBNORMAL, SUBNORMAL.positive(), UNDERFLOW, laterStep)
          .operands(UNIFORM, NAN, UNIFORM.positive(), NAN, laterStep);
    }
  }

  /** Large enough to be shared out among threads. */
  private static void shared(Cases cases) {
    cases
        .of(op(new SgdUpdate(0, 0)))
        .shapes("(257, 257) × (257, 257) × (1)")
        .operands(UNIFORM, WIDE, Values.of(0.1));
    cases
        .of(op(new SgdUpdate(0.9f, 0.01f)))
        .shapes("(257, 257) × (257, 257) × (257, 257) × (1)")
        .operands(UNIFORM, STATE, WIDE, Values.of(0.1));
    cases
        .of(op(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f)))
        .shapes("(257, 257) × (257, 257) × (257, 257) × (257, 257) × (2)")
        .operands(UNIFORM, STATE, STATE.positive(), WIDE, Values.of(0.001, 1));
  }

  /** Several parameters at once, more than a kernel may take among them. */
  private static void several(Cases cases) {
    Values rate = Values.of(0.1);
    cases
        .of(op(new SgdUpdate(0, 0.01f)))
        .shapes(
            "(33) × (2, 3) × (33) × (2, 3) × (1)",
            "(5) × (0) × () × (5) × (0) × () × (1)",
            "(0) × (1025) × (0) × (1025) × (1)",
            "(1) × (2) × (3) × (4) × (5) × (6) × (7) × (8) × (0) × (1030) × (9)"
                + " × (1) × (2) × (3) × (4) × (5) × (6) × (7) × (8) × (0) × (1030) × (9) × (1)")
        .values(UNIFORM);
    cases
        .of(op(new SgdUpdate(0.9f, 0)))
        .shapes("(40) × (40) × (3, 7) × (3, 7) × (40) × (3, 7) × (1)")
        .operands(UNIFORM, STATE, WIDE, STATE, ZEROS, UNIFORM, rate);
    cases
        .of(op(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0)))
        .shapes(
            "(1100) × (1100) × (1100) × (7) × (7) × (7) × (1100) × (7) × (2)",
            "(7) × (7) × (7) × (2, 513) × (2, 513) × (2, 513) × (7) × (2, 513) × (2)")
        .operands(
            UNIFORM,
            STATE,
            STATE.positive(),
            WIDE,
            STATE,
            STATE.positive(),
            ZEROS,
            UNIFORM,
            Values.of(0.001, 1));
  }

  /** Every rule there is, with all that it can do. */
  private static final List<OptimizerRule> RULES =
      List.of(
          new SgdUpdate(0.9f, 0.5f, false, 0.01f),
          new SgdUpdate(0.9f, 0, true, 0),
          new AdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f, true, false),
          new AdamUpdate(0.9f, 0.999f, 1e-8f, 0, false, true),
          new NAdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f, 0.004f),
          new RAdamUpdate(0.9f, 0.999f, 1e-8f, 0.01f),
          new AdamaxUpdate(0.9f, 0.999f, 1e-8f, 0.01f),
          new RmspropUpdate(0.99f, 1e-8f, 0, false, 0),
          new RmspropUpdate(0.99f, 1e-8f, 0.9f, true, 0.01f),
          new AdagradUpdate(0.1f, 0, 1e-10f, 0.01f),
          new AdadeltaUpdate(0.9f, 1e-6f, 0.01f),
          new LionUpdate(0.9f, 0.99f, 0.01f));

  private static void rules(Cases cases) {
    for (OptimizerRule rule : RULES) {
      OptimizerUpdate op = op(rule);
      List<Values> ordinary = new ArrayList<>(List.of(UNIFORM));
      List<Values> small = new ArrayList<>(List.of(UNIFORM));
      List<Values> strange = new ArrayList<>(List.of(WIDE));
      for (int state = 1; state < op.states(); state++) {
        ordinary.add(UNIFORM.positive());
        small.add(STATE.positive());
        strange.add(SUBNORMAL.positive());
      }
      Values numbers = Values.of(0.01, 0.5, 0.75);
      ordinary.addAll(List.of(WIDE, numbers));
      small.addAll(List.of(STATE, numbers));
      strange.addAll(List.of(NAN, numbers));
      cases
          .of(op)
          .sizes("(N) × ".repeat(op.tensors()) + "(" + op.scalars() + ")", 1, 9, 65, 1025)
          .operands(ordinary.toArray(Values[]::new))
          .operands(small.toArray(Values[]::new))
          .operands(strange.toArray(Values[]::new));
    }
  }

  private static void inPlace(Cases cases) {
    cases
        .of(op(new InPlace.AddTo()))
        .shapes("(1030) × (1030) × (0)", "(3, 7) × (5) × (3, 7) × (5) × (0)")
        .values(WIDE, SPECIAL, ZEROS);
    cases
        .of(op(new InPlace.DivideBy(3)), op(new InPlace.ClampTo(0.5f)))
        .shapes("(1030) × (0)", "(3, 7) × (5) × () × (0)")
        .values(WIDE, SPECIAL, ZEROS);
    cases
        .of(op(new AverageUpdate()))
        .shapes("(1030) × (1030) × (2)", "(3, 7) × () × (3, 7) × () × (2)")
        .operands(UNIFORM, WIDE, Values.of(0.9, 0.1))
        .operands(STATE, STATE, Values.of(0.9, 0.1));
    cases
        .of(op(new InPlace.MoveTowards()))
        .shapes("(1030) × (1030) × (1)", "(3, 7) × () × (3, 7) × () × (1)")
        .operands(UNIFORM, WIDE, Values.of(0.1))
        .operands(STATE, STATE, Values.of(0.1))
        .operands(STATE, NAN, Values.of(1));
    cases
        .of(op(new InPlace.Scale()))
        .shapes("(1030) × (1)")
        .operands(WIDE, Values.of(0.3))
        .operands(SPECIAL, Values.of(0))
        .refuses(
            "(2) × (0)",
            ShapeMismatchException.class,
            "scale: the scalars must be (1), was given (0)");
  }

  /** Bits as they are, also of subnormals. */
  private static void assigned(Cases cases) {
    cases
        .of(op(new InPlace.Assign()))
        .shapes(
            "() × () × (0)",
            "(1030) × (1030) × (0)",
            "(257, 257) × (257, 257) × (0)",
            "(3, 7) × (0) × (3, 7) × (0) × (0)")
        .values(SUBNORMAL, WIDE, SPECIAL)
        .refuses("(2) × (3) × (0)", ShapeMismatchException.class)
        .refuses("(2) × (2) × (1)", ShapeMismatchException.class);
  }

  private static void refusals(Cases cases) {
    cases
        .of(op(new SgdUpdate(0.9f, 0)))
        .refuses("(2) × (2) × (1)", ShapeMismatchException.class)
        .refuses(
            "(2) × (3) × (2) × (1)",
            ShapeMismatchException.class,
            "sgdUpdate: state 1 must be (2), was given (3)")
        .refuses(
            "(2) × (2) × (3) × (3) × (2) × (2) × (1)",
            ShapeMismatchException.class,
            "sgdUpdate: the gradient must be (3), was given (2)")
        .refuses("(2) × (2) × (3) × (1)", ShapeMismatchException.class);
    cases
        .of(op(new AdamUpdate(0.9f, 0.999f, 1e-8f, 0)))
        .refuses(
            "(2) × (2) × (2) × (2) × (1)",
            ShapeMismatchException.class,
            "adamUpdate: the scalars must be (2), was given (1)");
  }
}
