package dev.flambeau.tck.catalogue;

import static dev.flambeau.tck.cases.Values.BITS;
import static dev.flambeau.tck.cases.Values.MASK;
import static dev.flambeau.tck.cases.Values.SPECIAL;
import static dev.flambeau.tck.cases.Values.UNIFORM;
import static dev.flambeau.tck.cases.Values.WIDE;

import dev.flambeau.op.Binary.Add;
import dev.flambeau.op.Binary.Div;
import dev.flambeau.op.Binary.Mul;
import dev.flambeau.op.Binary.Sub;
import dev.flambeau.op.Compare.Less;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement.Expand;
import dev.flambeau.op.Reduction.Sum;
import dev.flambeau.op.Shape;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary.Fma;
import dev.flambeau.op.Ternary.Where;
import dev.flambeau.op.Unary.Abs;
import dev.flambeau.op.Unary.Exp;
import dev.flambeau.op.Unary.Log;
import dev.flambeau.op.Unary.Neg;
import dev.flambeau.op.Unary.Relu;
import dev.flambeau.op.Unary.Sigmoid;
import dev.flambeau.op.Unary.Sqrt;
import dev.flambeau.op.Unary.Tanh;
import dev.flambeau.op.Value;
import dev.flambeau.tck.cases.Cases;
import dev.flambeau.tck.cases.Shapes;
import dev.flambeau.tck.cases.Values;
import java.util.List;
import java.util.stream.IntStream;

/** numerics.md, "Compositions": elementwise ops as one, with the bits of each alone. */
final class FusedCases {
  /** Adds ops over two inputs to a body, and gives its outputs. */
  private interface Recipe {
    Value[] add(Graph.Builder body, Value a, Value b);
  }

  private FusedCases() {}

  static void define(Cases cases) {
    cases.rule("Compositions");
    List<Recipe> recipes =
        List.of(
            FusedCases::arithmetic,
            FusedCases::functions,
            FusedCases::choice,
            FusedCases::spread,
            FusedCases::several);
    for (Recipe recipe : recipes) {
      for (String shapes : Shapes.BROADCASTS) {
        cases.of(fused(recipe, shapes)).shapes(shapes).values(SPECIAL, WIDE);
      }
      for (String shapes : List.of("(2049) × ()", "(70, 1024) × (1024)", "(70, 513) × (70, 1)")) {
        cases.of(fused(recipe, shapes)).shapes(shapes).values(WIDE, BITS);
      }
    }
    sums(cases);
    cases.of(fused(FusedCases::moments, "(33, 65) × (65)")).shapes("(33, 65) × (65)").values(WIDE);
    rows(cases);
    pieces(cases);
    stretchedRows(cases);
    masks(cases);
    cases
        .of(fused(FusedCases::arithmetic, "(3) × (3)"))
        .refuses("(3)", ShapeMismatchException.class)
        .refuses("(3) × (4)", ShapeMismatchException.class);
  }

  private static Fused fused(Recipe recipe, String shapes) {
    List<Shape> operands = Shapes.all(shapes).iterator().next();
    Graph.Builder body =
        Graph.over(operands.stream().map(s -> new TensorType(DType.FLOAT32, s)).toList());
    return new Fused(body.build(recipe.add(body, body.input(0), body.input(1))));
  }

  private static Value[] arithmetic(Graph.Builder body, Value a, Value b) {
    Value x = body.add(new Mul(), a, b);
    x = body.add(new Add(), x, b);
    x = body.add(new Sub(), a, x);
    x = body.add(new Relu(), x);
    x = body.add(new Fma(), x, b, a);
    return new Value[] {body.add(new Div(), x, b)};
  }

  private static Value[] functions(Graph.Builder body, Value a, Value b) {
    Value x = body.add(new Sub(), a, b);
    Value e = body.add(new Exp(), x);
    Value y = body.add(new Log(), body.add(new Sqrt(), body.add(new Abs(), x)));
    Value z = body.add(new Tanh(), body.add(new Sigmoid(), x));
    return new Value[] {body.add(new Fma(), e, y, z)};
  }

  private static Value[] choice(Graph.Builder body, Value a, Value b) {
    Value below = body.add(new Less(), a, b);
    Value sum = body.add(new Add(), a, b);
    return new Value[] {body.add(new Where(), below, a, body.add(new Neg(), sum))};
  }

  /** An expanded input, and truth as a number. */
  private static Value[] spread(Graph.Builder body, Value a, Value b) {
    Value sum = body.add(new Add(), a, b);
    Value spread = body.add(new Expand(sum.type().shape()), b);
    Value below = body.add(new Cast(DType.FLOAT32), body.add(new Less(), a, spread));
    return new Value[] {body.add(new Fma(), below, spread, sum), spread};
  }

  /** Values in between that are results too, of both types. */
  private static Value[] several(Graph.Builder body, Value a, Value b) {
    Value sum = body.add(new Add(), a, b);
    Value truth = body.add(new Cast(DType.BOOL), sum);
    Value below = body.add(new Less(), sum, b);
    Value chosen = body.add(new Where(), truth, sum, b);
    return new Value[] {body.add(new Mul(), chosen, a), sum, truth, below};
  }

  /** Around a block of a sum and beside it, rows shared out among threads and blocks of one row. */
  private static void sums(Cases cases) {
    for (String shapes :
        List.of(
            "(1) × ()",
            "(31) × (31)",
            "(1023) × ()",
            "(1024) × ()",
            "(1025) × (1025)",
            "(33793) × ()",
            "(3, 1025) × (3, 1)",
            "(65, 33) × (33)",
            "(2, 0) × ()",
            "(0, 2) × (2)",
            "(2, 3, 2049) × (3, 1)")) {
      int rank = Shapes.all(shapes).iterator().next().get(0).rank();
      for (int kept = 0; kept < rank; kept++) {
        List<Integer> axes = IntStream.range(kept, rank).boxed().toList();
        boolean keepDim = kept % 2 == 0;
        cases
            .of(fused((body, a, b) -> squares(body, a, b, new Sum(axes, keepDim)), shapes))
            .shapes(shapes)
            .values(WIDE);
        cases
            .of(fused((body, a, b) -> passed(body, a, b, new Sum(axes, keepDim)), shapes))
            .shapes(shapes)
            .values(UNIFORM);
      }
    }
  }

  /** A sum of what nothing else reads, and ops after it that have nothing to do with it. */
  private static Value[] passed(Graph.Builder body, Value a, Value b, Sum sum) {
    Value difference = body.add(new Sub(), a, b);
    Value squares = body.add(sum, body.add(new Mul(), difference, difference));
    Value gate = body.add(new Sigmoid(), difference);
    return new Value[] {squares, body.add(new Mul(), body.add(new Tanh(), gate), difference)};
  }

  /** More sums than one, which a backend may leave to the ops alone. */
  private static Value[] moments(Graph.Builder body, Value a, Value b) {
    Value difference = body.add(new Sub(), a, b);
    Value square = body.add(new Mul(), difference, difference);
    Sum sum = new Sum(List.of(1), true);
    return new Value[] {body.add(sum, difference), body.add(sum, square)};
  }

  private static Value[] squares(Graph.Builder body, Value a, Value b, Sum sum) {
    Value difference = body.add(new Sub(), a, b);
    Value square = body.add(new Mul(), difference, difference);
    return new Value[] {body.add(sum, square), difference};
  }

  /** Reductions whose results are read again: around lanes, blocks, several rows of a block. */
  private static void rows(Cases cases) {
    for (String shapes :
        List.of(
            "(1, 1) × (1)",
            "(3, 10) × (10)",
            "(33, 31) × (33, 1)",
            "(5, 1023) × (1023)",
            "(3, 1025) × ()",
            "(2, 8200) × (8200)",
            "(70, 20) × (70, 20)",
            "(4, 3, 40) × (3, 40)")) {
      int rank = Shapes.all(shapes).iterator().next().get(0).rank();
      List<Integer> last = List.of(rank - 1);
      for (int first = rank - 1; first >= Math.max(0, rank - 2); first--) {
        List<Integer> axes = IntStream.range(first, rank).boxed().toList();
        Recipe softmax = (body, a, b) -> new Value[] {softmax(a.add(b), axes)};
        Recipe norm = (body, a, b) -> normalised(a, b, axes);
        cases.of(fused(softmax, shapes), fused(norm, shapes)).shapes(shapes).values(UNIFORM);
        cases.of(fused(softmax, shapes)).shapes(shapes).values(SPECIAL);
      }
      Recipe dropped = (body, a, b) -> ranges(a.mul(b), last);
      cases.of(fused(dropped, shapes)).shapes(shapes).values(SPECIAL, WIDE);
    }
    labelled(cases);
  }

  private static Value softmax(Value x, List<Integer> axes) {
    Value e = x.sub(x.max(axes, true)).exp();
    return e.div(e.sum(axes, true));
  }

  /** What a layer norm is made of, and its moments beside it. */
  private static Value[] normalised(Value a, Value b, List<Integer> axes) {
    Value x = a.sub(b);
    Value mean = x.sum(axes, true).div(7);
    Value centred = x.sub(mean);
    Value variance = centred.mul(centred).sum(axes, true).div(7);
    Value scale = variance.add(1e-3).sqrt();
    return new Value[] {centred.div(scale).mul(b), mean, scale};
  }

  /** Largest and sum of a row, without its axis, and what is made of both. */
  private static Value[] ranges(Value x, List<Integer> axes) {
    Value max = x.max(axes, false);
    Value sum = x.sum(axes, false);
    Value kept = x.max(axes, true);
    return new Value[] {max.gt(sum).where(max, sum.neg()), max, x.eq(kept)};
  }

  /** Rows that do not lie in one piece, and long ones: around a line, a block, and several. */
  private static void pieces(Cases cases) {
    for (String shapes :
        List.of(
            "(2, 3, 16) × (3, 1)",
            "(3, 9, 33) × (33)",
            "(1, 9, 20) × (9, 20)",
            "(5, 9, 1024) × (5, 9, 1024)",
            "(2, 9, 2048) × (2, 1, 1)",
            "(40, 9, 300) × ()")) {
      List<Integer> axes = List.of(0, 2);
      Recipe norm = (body, a, b) -> normalised(a, b, axes);
      Recipe gated = (body, a, b) -> gated(a, b, axes);
      Recipe passed = (body, a, b) -> passed(body, a, b, new Sum(axes, false));
      cases
          .of(fused(norm, shapes), fused(gated, shapes), fused(passed, shapes))
          .shapes(shapes)
          .values(UNIFORM);
      cases.of(fused(gated, shapes)).shapes(shapes).values(SPECIAL);
    }
    String images = "(2, 9, 3, 7) × (9, 1, 1)";
    Recipe norm = (body, a, b) -> normalised(a, b, List.of(0, 2, 3));
    cases.of(fused(norm, images)).shapes(images).values(UNIFORM);
    String longRows = "(9, 5000) × (5000)";
    Recipe gated = (body, a, b) -> gated(a, b, List.of(1));
    cases.of(fused(gated, longRows)).shapes(longRows).values(UNIFORM, SPECIAL);
  }

  /** Sums that wait for one another, and beside them what is given: numbers and truth of both. */
  private static Value[] gated(Value a, Value b, List<Integer> axes) {
    Value gate = a.gt(b);
    Value open = gate.where(a, 0);
    Value sum = open.sum(axes, true);
    Value rest = open.sub(sum.div(11)).sigmoid();
    Value other = rest.mul(a).sum(axes, false);
    return new Value[] {rest.mul(sum), gate, other, sum.gt(0), sum};
  }

  /** Numbers of rows, and an input that goes along some of their axes alone. */
  private static void stretchedRows(Cases cases) {
    for (String shapes : List.of("(3, 3, 40) × (3, 1)", "(4, 3, 40) × (1, 1)")) {
      Recipe kept = (body, a, b) -> scaled(a, b, true);
      cases.of(fused(kept, shapes)).shapes(shapes).values(UNIFORM);
    }
    for (String shapes : List.of("(3, 3, 40) × (3)", "(4, 3, 40) × (1)")) {
      Recipe dropped = (body, a, b) -> scaled(a, b, false);
      cases.of(fused(dropped, shapes)).shapes(shapes).values(UNIFORM);
    }
  }

  private static Value[] scaled(Value a, Value b, boolean keepDim) {
    Value scaled = a.sum(List.of(2), keepDim).mul(b);
    return new Value[] {scaled.add(1).mul(scaled)};
  }

  /** One-hot values of labels beside the rows' own numbers of them. */
  private static void labelled(Cases cases) {
    for (int classes : List.of(1, 3, 10, 1500)) {
      Shape logits = Shape.of(65, classes);
      TensorType labels = new TensorType(DType.INT32, Shape.of(65));
      Graph body =
          Graph.of(
              List.of(new TensorType(DType.FLOAT32, logits), labels),
              x -> {
                Value hot = x.get(1).oneHot(classes, DType.FLOAT32);
                Value own = hot.eq(0).where(0, x.get(0)).sum(List.of(1), false);
                return List.of(x.get(1).eq(1).where(0, own), x.get(0).sub(hot));
              });
      cases
          .of(new Fused(body))
          .types(DType.FLOAT32, DType.INT32)
          .shapes(logits + " × (65)")
          .operands(WIDE, Values.labels(classes))
          .operands(UNIFORM, Values.INTEGERS);
    }
  }

  /** A mask and a tensor, either of which may stretch. */
  private static void masks(Cases cases) {
    for (String shapes : List.of("(2049) × (2049)", "(33, 65) × (65)", "(33, 1) × (33, 65)")) {
      List<Shape> operands = Shapes.all(shapes).iterator().next();
      TensorType mask = new TensorType(DType.BOOL, operands.get(0));
      Graph.Builder body =
          Graph.over(List.of(mask, new TensorType(DType.FLOAT32, operands.get(1))));
      Value x = body.input(1);
      Value chosen = body.add(new Where(), body.input(0), x, x);
      Value sum = body.add(new Add(), body.add(new Neg(), chosen), x);
      cases
          .of(new Fused(body.build(sum, chosen)))
          .types(DType.BOOL, DType.FLOAT32)
          .shapes(shapes)
          .operands(MASK, WIDE);
    }
  }
}
