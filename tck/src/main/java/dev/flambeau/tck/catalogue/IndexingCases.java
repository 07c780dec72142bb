package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BIG_THEN_TINY;
import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.INTEGERS;
import static dev.flambeau.tck.cases.Values.MASK;
import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.NEGATIVE_ZERO;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;
import static dev.flambeau.tck.cases.Values.labels;
import static dev.flambeau.tck.cases.Values.strayLabels;

import dev.flambeau.op.DType;
import dev.flambeau.op.Indexing.IndexAdd;
import dev.flambeau.op.Indexing.IndexSelect;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Values;

/** numerics.md, "Indexing": positions taken by their numbers, and added where they came from. */
final class IndexingCases {
  private static final DType FLOAT32 = DType.FLOAT32;
  private static final DType INT32 = DType.INT32;

  private IndexingCases() {}

  static void define(Cases cases) {
    cases.rule("Indexing");
    select(cases);
    add(cases);
    refusals(cases);
  }

  private static void select(Cases cases) {
    String[] first = {
      "(5) × (3)", "(5) × (0)", "(5, 3) × (7)", "(5, 33, 2) × (65)", "(5, 0) × (3)"
    };
    String[] second = {"(2, 5) × (7)", "(0, 5) × (3)", "(3, 5, 4) × (9)", "(33, 5) × (33)"};
    for (Values numbers : new Values[] {labels(5), strayLabels(5)}) {
      for (int axis = 0; axis < 2; axis++) {
        String[] shapes = axis == 0 ? first : second;
        IndexSelect op = new IndexSelect(axis);
        cases.of(op).types(FLOAT32, INT32).shapes(shapes).operands(BITS, numbers);
        cases.of(op).types(INT32).shapes(shapes).operands(INTEGERS, numbers);
        cases.of(op).types(DType.BOOL, INT32).shapes(shapes).operands(MASK, numbers);
      }
    }
    cases
        .of(new IndexSelect(0))
        .types(FLOAT32, INT32)
        .shapes("(257, 257) × (301)", "(0, 2) × (3)")
        .operands(SPECIAL, strayLabels(257));
    cases
        .of(new IndexSelect(2))
        .types(FLOAT32, INT32)
        .shapes("(2, 3, 4) × (5)")
        .operands(UNIFORM, labels(4));
  }

  private static void add(Cases cases) {
    for (Values numbers : new Values[] {labels(5), strayLabels(5)}) {
      cases
          .of(new IndexAdd(0, 5))
          .types(FLOAT32, INT32)
          .shapes("(0) × (0)", "(1) × (1)", "(3) × (3)", "(33, 2) × (33)", "(1, 0) × (1)")
          .operands(WIDE, numbers)
          .operands(NEGATIVE_ZERO, numbers)
          .operands(NAN, numbers);
      cases
          .of(new IndexAdd(1, 5))
          .types(FLOAT32, INT32)
          .shapes("(2, 0) × (0)", "(3, 4) × (4)", "(2, 257, 3) × (257)", "(0, 3) × (3)")
          .operands(WIDE, numbers)
          .operands(SPECIAL, numbers);
    }
    // All in one row: around the ends of lanes and blocks, and more blocks than lanes.
    cases
        .of(new IndexAdd(0, 2))
        .types(FLOAT32, INT32)
        .sizes("(N) × (N)", 1, 2, 16, 31, 32, 33, 65, 1023, 1024, 1025, 2049, 33793)
        .operands(WIDE, Values.of(1))
        .operands(BIG_THEN_TINY, Values.of(0));
    cases
        .of(new IndexAdd(1, 3))
        .types(FLOAT32, INT32)
        .shapes("(2, 4097, 2) × (4097)")
        .operands(WIDE, labels(3));
    cases
        .of(new IndexAdd(0, 0))
        .types(FLOAT32, INT32)
        .shapes("(3, 2) × (3)")
        .operands(UNIFORM, Values.of(0));
    cases
        .of(new IndexAdd(0, 1000))
        .types(FLOAT32, INT32)
        .shapes("(300, 33) × (300)")
        .operands(WIDE, labels(1000));
  }

  private static void refusals(Cases cases) {
    cases
        .of(new IndexSelect(1))
        .types(FLOAT32, INT32)
        .refuses(
            "(2) × (3)", ShapeMismatchException.class, "indexSelect: no axis 1 in (2), which has 1")
        .refuses(
            "(2, 3) × (3, 1)",
            ShapeMismatchException.class,
            "indexSelect: the index must have 1 axes, was given (3, 1)");
    cases
        .of(new IndexSelect(0))
        .refuses(
            "(2) × (3)",
            TypeMismatchException.class,
            "indexSelect: the index must be INT32, was given (3) FLOAT32");
    cases
        .of(new IndexAdd(0, 4))
        .types(FLOAT32, INT32)
        .refuses("(2)", ShapeMismatchException.class)
        .refuses(
            "(2, 5) × (3)",
            ShapeMismatchException.class,
            "indexAdd: takes one number for each of the 2 positions along axis 0 of (2, 5), was"
                + " given 3");
    cases.of(new IndexAdd(0, 4)).types(INT32).refuses("(3) × (3)", TypeMismatchException.class);
  }
}
