package dev.flambeau.tck.cases;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;

import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Together;
import dev.flambeau.op.Unary.Relu;
import dev.flambeau.op.Value;
import java.util.List;
import java.util.stream.Stream;

/** numerics.md, "Compositions": contractions as one, with the bits of each alone. */
final class TogetherCases {
  private TogetherCases() {}

  static void define(Cases cases) {
    cases.rule("Compositions");
    for (int[] layer :
        new int[][] {
          {1, 1, 1},
          {3, 5, 7},
          {64, 10, 16},
          {12, 32, 65},
          {65, 33, 130},
          {1030, 17, 40},
          {0, 4, 5},
          {4, 0, 5},
          {4, 5, 0}
        }) {
      backward(cases, layer[0], layer[1], layer[2]);
    }
    forward(cases);
    batches(cases);
    cases
        .of(gradients(floats(Shape.of(2, 3), Shape.of(2, 4), Shape.of(3, 4), Shape.of(2, 1))))
        .refuses("(2, 3)", ShapeMismatchException.class)
        .refuses("(2, 3) × (2, 4) × (3, 5) × (2, 1)", ShapeMismatchException.class);
  }

  /** The gradients of a layer's weight, bias and input, by that of its output. */
  private static void backward(Cases cases, int rows, int outputs, int inputs) {
    List<TensorType> types =
        floats(
            Shape.of(rows, outputs),
            Shape.of(rows, inputs),
            Shape.of(outputs, inputs),
            Shape.of(rows, 1));
    String shapes = text(types);
    cases
        .of(gradients(types))
        .shapes(shapes)
        .operands(UNIFORM, UNIFORM, UNIFORM, Values.of(1))
        .operands(WIDE, BITS, SPECIAL, Values.of(1));
  }

  private static Together gradients(List<TensorType> types) {
    Graph.Builder body = Graph.over(types);
    Value g = body.input(0);
    MatMul overRows = new MatMul(true, false);
    Value weight = body.add(overRows, g, body.input(1));
    Value bias = body.add(overRows, body.input(3), g);
    Value input = body.add(new MatMul(false, false), g, body.input(2));
    return new Together(body.build(weight, bias, input));
  }

  /** Layers beside each other, one of them with what was fused to it; four products in all. */
  private static void forward(Cases cases) {
    List<TensorType> types = floats(Shape.of(13, 33), Shape.of(40, 33), Shape.of(40));
    Graph.Builder layer = Graph.over(types);
    Value sum = layer.add(new Linear(), layer.input(0), layer.input(1), layer.input(2));
    Fused ended = new Fused(layer.build(layer.add(new Relu(), sum)));
    Graph.Builder body = Graph.over(types);
    Value[] all = {body.input(0), body.input(1), body.input(2)};
    Value first = body.add(new Linear(), all);
    Value second = body.add(ended, all);
    Value third = body.add(new MatMul(false, true), all[0], all[0]);
    Value fourth = body.add(new MatMul(true, false), all[1], all[1]);
    cases
        .of(new Together(body.build(first, second, third, fourth)))
        .shapes(text(types))
        .values(UNIFORM, WIDE, SPECIAL);
  }

  /** A batch of matrices beside a single one. */
  private static void batches(Cases cases) {
    List<TensorType> types = floats(Shape.of(3, 20, 9), Shape.of(9, 40));
    Graph.Builder body = Graph.over(types);
    MatMul product = new MatMul(false, false);
    Value batch = body.add(product, body.input(0), body.input(1));
    Value single = body.add(new MatMul(true, false), body.input(1), body.input(1));
    cases.of(new Together(body.build(batch, single))).shapes(text(types)).values(UNIFORM, WIDE);
  }

  private static String text(List<TensorType> types) {
    return String.join(" × ", types.stream().map(type -> type.shape().toString()).toList());
  }

  private static List<TensorType> floats(Shape... shapes) {
    return Stream.of(shapes).map(shape -> new TensorType(DType.FLOAT32, shape)).toList();
  }
}
