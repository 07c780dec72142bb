package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.INTEGERS;

import dev.flambeau.op.DType;
import dev.flambeau.op.Draw;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Values;
import java.util.List;

/** numerics.md, "Random numbers": whole blocks of four, parts of one, and every sign of a key. */
final class DrawCases {
  private static final List<Shape> SHAPES =
      List.of(
          Shape.SCALAR,
          Shape.of(0),
          Shape.of(3),
          Shape.of(4),
          Shape.of(2, 3),
          Shape.of(33, 65),
          Shape.of(4099));

  private static final int[][] RANGES = {
    {0, 1}, {-3, 4}, {0, 0x40000001}, {Integer.MIN_VALUE, Integer.MAX_VALUE}
  };

  private DrawCases() {}

  static void define(Cases cases) {
    cases.rule("Random numbers");
    for (Shape shape : SHAPES) {
      for (int ordinal : new int[] {0, 7, Integer.MAX_VALUE}) {
        of(cases, new Draw.Uniform(shape, ordinal));
      }
      for (int[] range : RANGES) {
        of(cases, new Draw.Integers(shape, 5, range[0], range[1]));
      }
    }
    Draw.Uniform uniform = new Draw.Uniform(Shape.of(2), 0);
    cases
        .of(uniform)
        .types(DType.INT32)
        .refuses(
            "(3)", ShapeMismatchException.class, "uniform: the key must be (4), was given (3)");
    cases
        .of(uniform)
        .refuses(
            "(4)",
            TypeMismatchException.class,
            "uniform: the key must be INT32, was given (4) FLOAT32");
    cases
        .of(new Draw.Integers(Shape.of(2), 0, 0, 2))
        .types(DType.INT32)
        .refuses("(4) × (4)", ShapeMismatchException.class);
  }

  private static void of(Cases cases, Draw op) {
    cases.of(op).types(DType.INT32).shapes("(4)").values(INTEGERS, Values.range(0, 3));
  }
}
