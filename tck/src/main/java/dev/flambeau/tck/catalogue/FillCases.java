package dev.flambeau.tck.catalogue;

import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.tck.cases.Cases;
import java.util.List;

/** numerics.md, "Elementwise": Fill rounds its value to the type. */
final class FillCases {
  private static final List<Shape> SHAPES =
      List.of(
          Shape.SCALAR, Shape.of(0), Shape.of(1), Shape.of(17), Shape.of(33, 65), Shape.of(1025));

  private FillCases() {}

  static void define(Cases cases) {
    cases.rule("Elementwise");
    for (Shape shape : SHAPES) {
      for (double value : new double[] {0, -0.0, 1, 0.1, 1e-45, 1e300, -1e300, 1e-300, -1e-300}) {
        cases.of(new Fill(DType.FLOAT32, shape, value)).shapes("");
      }
      // 2²⁴ + 1 is halfway between two floats, 1/3 between none.
      for (double value : new double[] {0x1000001, 1 / 3.0, Double.NaN, Double.NEGATIVE_INFINITY}) {
        cases.of(new Fill(DType.FLOAT32, shape, value)).shapes("");
      }
      for (double value : new double[] {0, -1, -1.7, 7, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
        cases.of(new Fill(DType.INT32, shape, value)).shapes("");
      }
      for (double value : new double[] {0, 1, -1.7}) {
        cases.of(new Fill(DType.BOOL, shape, value)).shapes("");
      }
    }
    cases
        .of(new Fill(DType.FLOAT32, Shape.of(2), 1))
        .refuses(
            "(2)",
            ShapeMismatchException.class,
            "fill: takes 0 inputs, was given 1: [(2) FLOAT32]");
  }
}
