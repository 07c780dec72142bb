package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;

import dev.flambeau.op.Contraction;
import dev.flambeau.op.Contraction.Linear;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** numerics.md, "Compositions": a contraction and what follows it, with the bits of each alone. */
final class FusedContractionCases {
  private FusedContractionCases() {}

  static void define(Cases cases) {
    cases.rule("Compositions");
    MatMul product = new MatMul(false, false);
    for (String factors :
        List.of(
            "(1, 1) × (1, 1)",
            "(3, 0) × (0, 5)",
            "(5, 7) × (7, 33)",
            "(64, 130) × (130, 17)",
            "(70, 1030) × (1030, 65)",
            "(40, 2600) × (2600, 8)",
            "(33, 40) × (40, 1500)",
            "(3, 20, 9) × (9, 40)")) {
      epilogues(cases, product, factors);
    }
    epilogues(cases, new MatMul(true, false), "(70, 33) × (70, 40)");
    epilogues(cases, new MatMul(false, true), "(33, 70) × (40, 70)");
    layers(cases);
    Shape square = Shape.of(2, 2);
    List<TensorType> squares = floats(square, square);
    cases
        .of(
            then(
                new MatMul(false, false), squares, List.of(), false, x -> List.of(x.get(0).relu())))
        .refuses("(2, 2)", ShapeMismatchException.class)
        .refuses("(2, 2) × (2, 3)", ShapeMismatchException.class);
  }

  private static void epilogues(Cases cases, MatMul product, String factors) {
    List<TensorType> types = types(factors);
    Shape shape = product.infer(types).get(0).shape();
    Shape row = Shape.of(shape.size(-1));
    cases
        .of(then(product, types, List.of(), false, x -> List.of(x.get(0).relu())))
        .shapes(factors)
        .values(UNIFORM, SPECIAL);
    cases
        .of(then(product, types, List.of(shape), false, FusedContractionCases::above))
        .shapes(factors + " × " + shape)
        .operands(UNIFORM, UNIFORM, SPECIAL)
        .operands(WIDE, UNIFORM, UNIFORM);
    cases
        .of(
            then(product, types, List.of(row), false, x -> chosen(x).subList(0, 1)),
            then(product, types, List.of(row), true, FusedContractionCases::chosen))
        .shapes(factors + " × " + row)
        .values(UNIFORM);
  }

  /** A layer with an activation, few rows and many, and a product on both sides of it. */
  private static void layers(Cases cases) {
    for (String layer : List.of("(4, 33) × (65, 33) × (65)", "(2, 3, 40) × (130, 40) × (130)")) {
      List<TensorType> types = types(layer);
      cases
          .of(
              then(new Linear(), types, List.of(), false, x -> List.of(x.get(0).relu())),
              then(new Linear(), types, List.of(), true, x -> List.of(x.get(0).tanh())))
          .shapes(layer)
          .values(UNIFORM, WIDE);
    }
    List<TensorType> transposed = types("(30, 40) × (17, 30)");
    cases
        .of(then(new MatMul(true, true), transposed, List.of(), true, x -> List.of(x.get(0).neg())))
        .shapes("(30, 40) × (17, 30)")
        .values(UNIFORM);
  }

  /** The gradient of ReLU: a choice by a tensor and a number. */
  private static List<Value> above(List<Value> x) {
    return List.of(x.get(1).gt(0).where(x.get(0), 0));
  }

  /** A choice by a row, and the truth by which it is made. */
  private static List<Value> chosen(List<Value> x) {
    Value isLess = x.get(0).lt(x.get(1));
    return List.of(isLess.where(x.get(1), x.get(0).tanh()), isLess);
  }

  private static FusedContraction then(
      Contraction op,
      List<TensorType> operands,
      List<Shape> others,
      boolean givesProduct,
      Function<List<Value>, List<Value>> expression) {
    List<TensorType> read = new ArrayList<>(op.infer(operands));
    others.forEach(other -> read.add(new TensorType(DType.FLOAT32, other)));
    return new FusedContraction(op, new Fused(Graph.of(read, expression)), givesProduct);
  }

  private static List<TensorType> types(String shapes) {
    return floats(Shapes.all(shapes).iterator().next().toArray(Shape[]::new));
  }

  private static List<TensorType> floats(Shape... shapes) {
    return Stream.of(shapes).map(shape -> new TensorType(DType.FLOAT32, shape)).toList();
  }
}
