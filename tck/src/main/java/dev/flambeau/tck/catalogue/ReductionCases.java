package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BIG_THEN_TINY;
import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.INFINITY;
import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.NEGATIVE_ZERO;
import static dev.flambeau.tck.cases.Values.OVERFLOW;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.SUBNORMAL;
import static dev.flambeau.tck.cases.Values.TIES;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.ZEROS;

import dev.flambeau.op.DType;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction.ArgMax;
import dev.flambeau.op.Reduction.Max;
import dev.flambeau.op.Reduction.Mean;
import dev.flambeau.op.Reduction.Sum;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Shapes;
import dev.flambeau.tck.cases.Values;
import java.util.List;

/** numerics.md, "Reductions". */
final class ReductionCases {
  private static final List<List<Integer>> AXES =
      List.of(
          List.of(),
          List.of(0),
          List.of(1),
          List.of(2),
          List.of(0, 1),
          List.of(0, 2),
          List.of(1, 2),
          List.of(0, 1, 2));

  private ReductionCases() {}

  static void define(Cases cases) {
    cases.rule("Reductions");
    sums(cases);
    maxima(cases);
    for (List<Integer> axes : AXES) {
      for (boolean keepDim : new boolean[] {false, true}) {
        axes(cases, axes, keepDim);
      }
    }
    refusals(cases);
  }

  /** 1 to 3: none, lanes and their tree, blocks of 1,024 and blocks of blocks. */
  private static void sums(Cases cases) {
    Op[] whole = {new Sum(List.of(0), false), new Mean(List.of(0), false)};
    Op[] rows = {new Sum(List.of(1), false), new Mean(List.of(1), true)};
    Op[] columns = {new Sum(List.of(0), false), new Mean(List.of(0), true)};
    cases.of(whole).sizes("(N)", Shapes.EDGES).sizes("(N)", Shapes.BLOCKS).values(BIG_THEN_TINY);
    cases.of(rows).sizes("(3, N)", Shapes.EDGES).sizes("(3, N)", Shapes.BLOCKS).values(WIDE);
    cases.of(columns).sizes("(N, 3)", Shapes.EDGES).sizes("(N, 3)", Shapes.BLOCKS).values(WIDE);
    cases
        .of(rows)
        .sizes("(M, N)", 1, 3, 17, 33, 129)
        .shapes("(2, 1025)", "(1025, 2)")
        .values(BIG_THEN_TINY, NAN, INFINITY, NEGATIVE_ZERO, ZEROS, SUBNORMAL, OVERFLOW, BITS);
    cases
        .of(columns)
        .sizes("(M, N)", 1, 3, 17, 33, 129)
        .shapes("(1025, 257)", "(2049, 31)")
        .values(BIG_THEN_TINY, NEGATIVE_ZERO);
    // 1,024 blocks and one value: the block sums make more than one block themselves.
    cases.of(whole).shapes("(1048577)", "(100003)").values(BIG_THEN_TINY);
    cases.of(rows).shapes("(5, 90000)", "(257, 257)").values(WIDE);
    cases.of(columns).shapes("(257, 257)").values(WIDE);
    cases.of(rows).shapes("(2, 33793)").values(BIG_THEN_TINY, NEGATIVE_ZERO);
  }

  /** NaN wins, and of equal values the first. */
  private static void maxima(Cases cases) {
    Op[] whole = {new Max(List.of(0), false), new ArgMax(0, false)};
    Op[] rows = {new Max(List.of(1), false), new ArgMax(1, true)};
    Op[] columns = {new Max(List.of(0), true), new ArgMax(0, false)};
    int[] sizes = {1, 2, 3, 7, 8, 9, 31, 32, 33, 63, 64, 65, 127, 257, 1023, 1024, 1025, 2049};
    cases.of(whole).sizes("(N)", sizes).values(WIDE, TIES);
    cases.of(rows).sizes("(5, N)", sizes).values(NAN, ZEROS);
    cases.of(columns).sizes("(N, 5)", sizes).values(NAN, TIES);
    cases
        .of(rows)
        .sizes("(M, N)", 1, 3, 17, 33, 129)
        .shapes("(0, 3)")
        .values(SPECIAL, NAN, BITS, INFINITY, ZEROS, SUBNORMAL, NEGATIVE_ZERO)
        .operands(Values.constant(Double.NEGATIVE_INFINITY));
    cases
        .of(columns)
        .sizes("(M, N)", 1, 3, 17, 33, 129)
        .shapes("(3, 0)", "(1025, 257)")
        .values(BITS, ZEROS);
    cases.of(whole).shapes("(1048577)").values(WIDE);
    cases
        .of(new ArgMax(1, false), new ArgMax(2, true))
        .shapes("(3, 4, 5)", "(2, 33, 7)")
        .values(TIES);
  }

  private static void axes(Cases cases, List<Integer> axes, boolean keepDim) {
    cases
        .of(new Sum(axes, keepDim), new Mean(axes, keepDim))
        .shapes("(3, 4, 5)", "(33, 2, 35)", "(1, 1, 1)", "(2, 0, 3)", "(5, 41, 7)")
        .values(BIG_THEN_TINY);
    cases
        .of(new Max(axes, keepDim))
        .shapes("(3, 4, 5)", "(33, 2, 35)", "(1, 1, 1)", "(5, 41, 7)")
        .values(UNIFORM, TIES, NAN);
    if (keepDim) { // shared out among threads
      cases
          .of(new Sum(axes, keepDim), new Max(axes, keepDim))
          .shapes("(23, 61, 50)")
          .values(BIG_THEN_TINY);
    }
    if (axes.isEmpty()) {
      cases
          .of(new Sum(axes, keepDim), new Mean(axes, keepDim))
          .shapes("()", "(7)")
          .values(BITS, ZEROS);
      cases.of(new Max(axes, keepDim)).shapes("()", "(7)", "(0)").values(BITS, ZEROS);
    }
  }

  private static void refusals(Cases cases) {
    cases
        .of(new Sum(List.of(2), false), new Mean(List.of(-1), true), new Max(List.of(2), false))
        .refuses("(2, 3)", ShapeMismatchException.class);
    cases
        .of(new Sum(List.of(1, 0), false))
        .refuses(
            "(2, 3)",
            ShapeMismatchException.class,
            "sum: axes must ascend, each once, were given [1, 0]");
    cases
        .of(new ArgMax(2, false))
        .refuses(
            "(2, 3)", ShapeMismatchException.class, "argMax: no axis 2 in (2, 3), which has 2");
    cases.of(new Mean(List.of(0, 0), true)).refuses("(2, 3)", ShapeMismatchException.class);
    cases
        .of(new Max(List.of(0), false))
        .refuses(
            "(0, 3)",
            ShapeMismatchException.class,
            "max: axis 0 of (0, 3) is empty: there is no largest value")
        .refuses("(2) × (2)", ShapeMismatchException.class);
    cases.of(new ArgMax(1, true)).refuses("(2, 0)", ShapeMismatchException.class);
    cases
        .of(new Sum(List.of(0), false), new Max(List.of(0), false), new ArgMax(0, false))
        .types(DType.INT32)
        .refuses("(2)", TypeMismatchException.class);
  }
}
