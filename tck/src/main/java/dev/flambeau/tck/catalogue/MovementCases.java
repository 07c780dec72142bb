package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.INTEGERS;
import static dev.flambeau.tck.cases.Values.MASK;
import static dev.flambeau.tck.cases.Values.SPECIAL;

import dev.flambeau.op.DType;
import dev.flambeau.op.Movement.Concat;
import dev.flambeau.op.Movement.Expand;
import dev.flambeau.op.Movement.Pad;
import dev.flambeau.op.Movement.Reshape;
import dev.flambeau.op.Movement.Slice;
import dev.flambeau.op.Movement.Transpose;
import dev.flambeau.op.Movement.Unfold;
import dev.flambeau.op.Op;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.op.Window;
import dev.flambeau.tck.cases.Cases;
import java.util.List;

/** Elements put elsewhere, bit for bit, in every type; numerics.md, "Elementwise". */
final class MovementCases {
  private MovementCases() {}

  static void define(Cases cases) {
    cases.rule("Elementwise");
    reshape(cases);
    expand(cases);
    transpose(cases);
    slice(cases);
    concat(cases);
    pad(cases);
    unfold(cases);
  }

  /** The op on this shape in every element type that devices have. */
  private static void everyType(Cases cases, Op op, String... shapes) {
    cases.of(op).shapes(shapes).values(BITS, SPECIAL);
    cases.of(op).types(DType.INT32).shapes(shapes).values(INTEGERS);
    cases.of(op).types(DType.BOOL).shapes(shapes).values(MASK);
  }

  private static void reshape(Cases cases) {
    everyType(cases, new Reshape(Shape.of(4, 3)), "(3, 4)", "(12)", "(2, 3, 2)");
    everyType(cases, new Reshape(Shape.SCALAR), "(1)", "(1, 1)");
    everyType(cases, new Reshape(Shape.of(1, 1)), "()");
    everyType(cases, new Reshape(Shape.of(0, 7)), "(0)", "(3, 0)");
    cases
        .of(new Reshape(Shape.of(5)))
        .refuses(
            "(2, 3)", ShapeMismatchException.class, "reshape: (2, 3) has 6 elements, (5) has 5");
  }

  private static void expand(Cases cases) {
    everyType(cases, new Expand(Shape.of(3, 4)), "()", "(4)", "(1, 4)", "(3, 1)", "(3, 4)");
    everyType(cases, new Expand(Shape.of(2, 3, 4)), "(3, 1)", "(2, 1, 4)", "(2, 1, 1)");
    everyType(cases, new Expand(Shape.of(33, 65)), "(65)", "(33, 1)");
    everyType(cases, new Expand(Shape.of(257, 257)), "(257)", "(257, 1)");
    everyType(
        cases, new Expand(Shape.of(2, 3, 2, 3, 2, 3, 2, 3, 2)), "(2, 1, 2, 1, 2, 1, 2, 1, 2)");
    everyType(cases, new Expand(Shape.of(0, 3)), "(3)", "(1, 1)", "()");
    everyType(cases, new Expand(Shape.SCALAR), "()");
    cases
        .of(new Expand(Shape.of(3, 4)))
        .refuses("(2, 3, 4)", ShapeMismatchException.class)
        .refuses(
            "(3)",
            ShapeMismatchException.class,
            "expand: (3) does not stretch to (3, 4). Aligned at the last axis, its sizes must be"
                + " equal to the target's or 1.");
  }

  private static void transpose(Cases cases) {
    cases
        .of(new Transpose(List.of(1, 0)))
        .sizes("(M, N)", 0, 1, 2, 15, 16, 17, 31, 32, 33, 64, 65)
        .values(BITS);
    everyType(cases, new Transpose(List.of(1, 0)), "(3, 5)", "(129, 257)", "(257, 301)");
    everyType(cases, new Transpose(List.of(2, 0, 1)), "(2, 3, 4)", "(1, 33, 17)", "(0, 2, 3)");
    everyType(cases, new Transpose(List.of(0, 2, 1)), "(2, 3, 4)", "(3, 33, 65)");
    everyType(cases, new Transpose(List.of(2, 1, 0)), "(5, 7, 11)");
    everyType(cases, new Transpose(List.of(3, 1, 0, 2)), "(2, 3, 4, 5)");
    everyType(cases, new Transpose(List.of(4, 2, 0, 3, 1)), "(2, 3, 1, 4, 5)");
    everyType(
        cases,
        new Transpose(List.of(8, 7, 6, 5, 4, 3, 2, 1, 0)),
        "(2, 3, 2, 3, 2, 3, 2, 3, 2)"); // more axes than the eight that a kernel may walk
    everyType(cases, new Transpose(List.of(0)), "(7)");
    everyType(cases, new Transpose(List.of()), "()");
    cases
        .of(new Transpose(List.of(0, 0)))
        .refuses("(2)", ShapeMismatchException.class)
        .refuses(
            "(2, 3)",
            ShapeMismatchException.class,
            "transpose: [0, 0] is no permutation of the axes of (2, 3)");
  }

  private static void slice(Cases cases) {
    everyType(cases, new Slice(0, 1, 3), "(5)", "(3)", "(4, 3)", "(33, 65)", "(3, 0)");
    everyType(cases, new Slice(1, 1, 3), "(1, 5)", "(4, 3)", "(33, 65)", "(2, 3, 4)", "(0, 3)");
    everyType(cases, new Slice(2, 0, 1), "(2, 3, 4)", "(1, 1, 2)");
    everyType(cases, new Slice(1, 2, 2), "(4, 3)");
    everyType(cases, new Slice(1, 0, 3), "(4, 3)");
    cases
        .of(new Slice(1, 2, 5))
        .refuses("(7)", ShapeMismatchException.class)
        .refuses(
            "(3, 4)",
            ShapeMismatchException.class,
            "slice: 2 to 5 does not lie within axis 1 of (3, 4)");
    cases.of(new Slice(0, 2, 1), new Slice(0, -1, 1)).refuses("(7)", ShapeMismatchException.class);
  }

  private static void concat(Cases cases) {
    everyType(
        cases, new Concat(0), "(3)", "(3) × (0) × (5)", "(2, 3) × (1, 3) × (4, 3)", "(0) × (0)");
    everyType(
        cases,
        new Concat(1),
        "(2, 3) × (2, 1) × (2, 4)",
        "(2, 3) × (2, 0) × (2, 1)",
        "(3, 2, 5) × (3, 4, 5)",
        "(0, 2) × (0, 3)");
    everyType(cases, new Concat(2), "(2, 3, 1) × (2, 3, 33)");
    String many = "(1, 3)" + " × (1, 3)".repeat(40);
    everyType(cases, new Concat(0), many);
    cases
        .of(new Concat(0))
        .refuses(
            "", ShapeMismatchException.class, "concat: takes at least one input, was given none")
        .refuses("(2) × (2, 1)", ShapeMismatchException.class)
        .refuses(
            "(2, 3) × (2, 4)",
            ShapeMismatchException.class,
            "concat: shapes must agree but for axis 0, were given [(2, 3) FLOAT32, (2, 4)"
                + " FLOAT32]");
    cases
        .of(new Concat(0))
        .types(DType.FLOAT32, DType.INT32)
        .refuses("(2) × (2)", TypeMismatchException.class);
  }

  private static void pad(Cases cases) {
    everyType(cases, new Pad(0, 2, 3), "(4)", "(0)", "(2, 3)", "(3, 0)");
    everyType(cases, new Pad(1, 1, 0), "(2, 3)", "(2, 0)", "(33, 63)", "(2, 3, 4)");
    everyType(cases, new Pad(1, 0, 0), "(2, 3)");
    everyType(cases, new Pad(2, 0, 7), "(2, 3, 4)");
    cases
        .of(new Pad(0, -1, 2))
        .refuses(
            "(3)",
            ShapeMismatchException.class,
            "pad: takes 0 or more zeros, was asked for -1 before and 2 after");
    cases.of(new Pad(1, 1, 1)).refuses("(3)", ShapeMismatchException.class);
  }

  private static void unfold(Cases cases) {
    Window two = Window.of(2, 3).stride(2, 1);
    everyType(cases, new Unfold(two, false), "(4, 5)", "(2, 3, 7, 8)", "(0, 2, 3)");
    everyType(cases, new Unfold(two.dilation(1, 2), true), "(4, 5)", "(2, 3, 7, 8)");
    everyType(cases, new Unfold(Window.of(3), false), "(3)", "(2, 33)");
    everyType(cases, new Unfold(Window.of(2, 2, 2), true), "(2, 3, 4, 3)", "(2, 2, 2, 2, 3, 2)");
    cases
        .of(new Unfold(two, false))
        .refuses("(4)", ShapeMismatchException.class)
        .refuses("(4, 2)", ShapeMismatchException.class);
  }
}
