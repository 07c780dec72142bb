package dev.flambeau.cpu;

import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Graph.Value;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate.SgdUpdate;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A graph of random ops: elementwise chains of every kind, views, sums, products, an update in
 * place, and what is read before and after it.
 */
final class RandomGraph {
  private static final Shape MATRIX = Shape.of(5, 7);
  private static final List<Shape> SHAPES =
      List.of(MATRIX, MATRIX, Shape.of(7), Shape.of(5, 1), Shape.SCALAR, Shape.of(35));

  private static final List<Op> UNARY =
      List.of(
          new Unary.Neg(), new Unary.Relu(), new Unary.Tanh(), new Unary.Abs(), new Unary.Sqrt());
  private static final List<Op> BINARY =
      List.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Div());

  private static final List<Op> COMPARE =
      List.of(
          new Compare.Less(), new Compare.LessEqual(), new Compare.Equal(), new Compare.NotEqual());

  private RandomGraph() {}

  /**
   * Draws a graph. Its inputs are tensors of {@link #SHAPES}, then a rate {@code (1)}; the first
   * one is updated in place, and its new value is the last output.
   */
  static Graph draw(long seed) {
    Random random = new Random(seed);
    List<TensorType> inputs = new ArrayList<>();
    SHAPES.forEach(shape -> inputs.add(new TensorType(DType.FLOAT32, shape)));
    inputs.add(new TensorType(DType.FLOAT32, Shape.of(1)));
    Graph.Builder graph = Graph.over(inputs);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < SHAPES.size(); i++) {
      values.add(graph.input(i));
    }
    List<Value> views = new ArrayList<>(); // of the state as it was
    int updatedAfter = random.nextInt(24);
    Value updated = graph.input(0);
    for (int i = 0; i < 24; i++) {
      if (random.nextInt(10) == 0) {
        Value viewed = pick(values, random, MATRIX);
        Value view = view(graph, viewed);
        values.add(view);
        if (viewed == values.get(0) || views.contains(viewed)) {
          views.add(view);
        }
      } else {
        values.add(next(graph, values, random));
      }
      if (i == updatedAfter) {
        Value gradient = pick(values, random, MATRIX);
        updated =
            graph.add(new SgdUpdate(0, 0), graph.input(0), gradient, graph.input(SHAPES.size()));
        values.set(0, updated); // whoever reads it from here on finds the new one
        values.removeAll(views);
      }
    }
    Value[] outputs = {
      values.get(values.size() - 1), pick(values.subList(1, values.size()), random, MATRIX), updated
    };
    return graph.build(outputs);
  }

  private static Value next(Graph.Builder graph, List<Value> values, Random random) {
    Value x = pick(values, random, MATRIX);
    Value any = values.get(random.nextInt(values.size()));
    Value y = any.type().shape().broadcastsTo(MATRIX) ? any : x;
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> graph.add(UNARY.get(random.nextInt(UNARY.size())), x);
      case 3, 4, 5 -> graph.add(BINARY.get(random.nextInt(BINARY.size())), x, y);
      case 6 -> graph.add(new Ternary.Fma(), y, x, pick(values, random, MATRIX));
      case 7 -> {
        Op compare = COMPARE.get(random.nextInt(COMPARE.size()));
        yield graph.add(new Ternary.Where(), graph.add(compare, y, x), x, y);
      }
      case 8 ->
          graph.add(new Movement.Expand(MATRIX), graph.add(new Reduction.Sum(List.of(1), true), x));
      case 9, 10 ->
          graph.add(
              new Contraction.MatMul(false, true),
              x,
              graph.add(new Fill(DType.FLOAT32, Shape.of(7, 7), 0.25)));
      default ->
          random.nextBoolean()
              ? graph.add(new Softmax(1, false), x)
              : graph.add(new Cast(DType.FLOAT32), graph.add(new Compare.Equal(), x, y));
    };
  }

  private static Value view(Graph.Builder graph, Value x) {
    Value rows = graph.add(new Movement.Slice(0, 0, 5), x);
    Value flat = graph.add(new Movement.Reshape(Shape.of(35)), rows);
    return graph.add(new Movement.Reshape(MATRIX), flat);
  }

  private static Value pick(List<Value> values, Random random, Shape shape) {
    List<Value> fitting =
        values.stream().filter(v -> v.type().equals(new TensorType(DType.FLOAT32, shape))).toList();
    // Mostly late ones, so that chains grow long.
    int back = Math.min(random.nextInt(4), random.nextInt(fitting.size()));
    return fitting.get(fitting.size() - 1 - back);
  }
}
