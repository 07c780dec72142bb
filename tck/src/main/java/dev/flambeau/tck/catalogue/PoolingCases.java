package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BIG_THEN_TINY;
import static dev.flambeau.tck.cases.Values.NAN;
import static dev.flambeau.tck.cases.Values.NEGATIVE_ZERO;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.TIES;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.strayLabels;

import dev.flambeau.op.DType;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Pooling.AvgPool;
import dev.flambeau.op.Pooling.Fold;
import dev.flambeau.op.Pooling.MaxPool;
import dev.flambeau.op.Pooling.MaxTake;
import dev.flambeau.op.Pooling.MaxUnpool;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.TypeMismatchException;
import dev.flambeau.op.Window;
import dev.flambeau.tck.cases.Cases;
import java.util.List;

/** numerics.md, "Pooling". */
final class PoolingCases {
  private PoolingCases() {}

  static void define(Cases cases) {
    cases.rule("Pooling");
    Window two = Window.of(2, 2).stride(2);
    Window three = Window.of(3, 3).stride(2).padding(1);
    pools(cases, two, "(2, 3, 6, 8)", "(4, 5)", "(1, 2, 17, 33)", "(0, 4, 4)");
    pools(cases, three, "(2, 3, 7, 8)", "(3, 1, 2)", "(2, 33, 35)");
    pools(cases, Window.of(3, 3).padding(1), "(2, 5, 6)");
    pools(cases, Window.of(3, 3).stride(2).ceilMode(Shape.of(8, 6)), "(2, 8, 6)");
    pools(cases, Window.of(2, 3).stride(1, 4).dilation(3, 1).padding(1, 0), "(2, 6, 9)");
    pools(cases, Window.of(7, 7), "(2, 16, 7, 7)");
    pools(cases, Window.of(33).stride(5).padding(2), "(3, 70)");
    pools(cases, Window.of(2, 3, 2).stride(2).padding(1), "(2, 4, 5, 6)");
    cases.of(new AvgPool(Window.of(40, 30), true)).shapes("(2, 41, 31)").values(BIG_THEN_TINY);
    refusals(cases);
  }

  private static void pools(Cases cases, Window window, String... shapes) {
    cases.of(new MaxPool(window)).shapes(shapes).values(UNIFORM, TIES, NAN, SPECIAL);
    cases
        .of(new AvgPool(window, true), new AvgPool(window, false))
        .shapes(shapes)
        .values(BIG_THEN_TINY, NEGATIVE_ZERO);
    for (String shape : shapes) {
      undone(cases, window, Shape.of(sizes(shape)));
    }
  }

  private static int[] sizes(String shape) {
    return List.of(shape.substring(1, shape.length() - 1).split(", ")).stream()
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  /** Places in the plane, and beyond; many are no place of their own window. */
  private static void undone(Cases cases, Window window, Shape shape) {
    Shape sizes = window.passed(shape);
    Shape positions =
        new MaxPool(window).infer(List.of(new TensorType(DType.FLOAT32, shape))).get(0).shape();
    String each = positions + " × " + positions;
    cases
        .of(new MaxUnpool(window, sizes))
        .types(DType.FLOAT32, DType.INT32)
        .shapes(each)
        .operands(BIG_THEN_TINY, strayLabels(sizes.elements()))
        .operands(NEGATIVE_ZERO, strayLabels(3));
    cases
        .of(new MaxTake(window))
        .types(DType.FLOAT32, DType.INT32)
        .shapes(shape + " × " + positions)
        .operands(SPECIAL, strayLabels(sizes.elements()));
    Window unpadded = window.unpadded();
    boolean fits = true;
    for (int axis = 1; axis <= window.rank(); axis++) {
      fits &= unpadded.axes().get(window.rank() - axis).span() <= shape.size(-axis);
    }
    if (fits) {
      TensorType x = new TensorType(DType.FLOAT32, shape);
      Shape lead = shape.slice(0, shape.rank() - window.rank());
      Shape passed = window.passed(new MaxPool(unpadded).infer(List.of(x)).get(0).shape());
      Shape windows = lead.append(window.kernel().sizes()).append(passed.sizes());
      cases
          .of(new Fold(unpadded, false, sizes), new Fold(unpadded, true, sizes))
          .shapes(windows.toString())
          .values(BIG_THEN_TINY, NEGATIVE_ZERO);
    }
  }

  private static void refusals(Cases cases) {
    Pooling pool = new MaxPool(Window.of(2, 2).stride(2).padding(2));
    cases
        .of(pool)
        .refuses("(4)", ShapeMismatchException.class)
        .refuses(
            "(4, 4)",
            ShapeMismatchException.class,
            "maxPool: a window along axis -1 of (4, 4) would lie in the padding alone, by"
                + " Axis[kernel=2, stride=2, dilation=1, before=2, after=2]. Take less padding.");
    cases
        .of(new MaxPool(Window.of(5)), new AvgPool(Window.of(5), true))
        .refuses("(3, 4)", ShapeMismatchException.class);
    cases
        .of(new MaxPool(Window.of(2)), new AvgPool(Window.of(2), true))
        .types(DType.INT32)
        .refuses("(4)", TypeMismatchException.class);
    cases
        .of(new MaxUnpool(Window.of(2), Shape.of(4)))
        .types(DType.FLOAT32, DType.INT32)
        .refuses("(3) × (2)", ShapeMismatchException.class)
        .refuses("(2) × (2)", ShapeMismatchException.class);
    cases
        .of(new MaxUnpool(Window.of(2), Shape.of(4)), new MaxTake(Window.of(2)))
        .refuses("(3) × (3)", TypeMismatchException.class);
    cases
        .of(new Fold(Window.of(2), false, Shape.of(4)))
        .refuses("(2, 2)", ShapeMismatchException.class)
        .refuses("(3, 3)", ShapeMismatchException.class)
        .refuses("(3)", ShapeMismatchException.class);
  }
}
