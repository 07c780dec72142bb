package dev.flambeau.tck.catalogue;

import dev.flambeau.op.Arange;
import dev.flambeau.op.DType;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.tck.cases.Cases;

/** numerics.md, "Elementwise": numbers that count, rounded to the type. */
final class ArangeCases {
  private ArangeCases() {}

  static void define(Cases cases) {
    cases.rule("Elementwise");
    for (int size : new int[] {0, 1, 17, 65, 1025, 33793}) {
      cases.of(new Arange(DType.INT32, size), new Arange(DType.FLOAT32, size)).shapes("");
    }
    cases.of(new Arange(DType.FLOAT32, 0x1000003)).shapes(""); // 2²⁴ + 1 is halfway
    cases.of(new Arange(DType.INT32, 2)).refuses("(2)", ShapeMismatchException.class);
    cases
        .of(new Arange(DType.BOOL, 2))
        .refuses("", TypeMismatchException.class, "arange: makes numbers, was asked for BOOL");
  }
}
