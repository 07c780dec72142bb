package dev.flambeau.tck.cases;

import dev.flambeau.op.Binary;
import dev.flambeau.op.Compare;
import dev.flambeau.op.Contraction.MatMul;
import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.DType;
import dev.flambeau.op.Fill;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Philox;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Softmax;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Ternary;
import dev.flambeau.op.Unary;
import dev.flambeau.op.Value;
import dev.flambeau.optim.SGD.SgdUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Draws a graph of random ops: elementwise chains of every kind, sums in their middle, views,
 * products, an update in place, and what is read before and after it; of its values some are given
 * back. Ops that keep numbers small are frequent, lest NaN hide what differs.
 */
public final class RandomGraph {
  /** A single number, less than a vector, more, a sum of several blocks; images of channels. */
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(1, 1),
          Shape.of(5, 7),
          Shape.of(7, 1),
          Shape.of(3, 65),
          Shape.of(2, 1025),
          Shape.of(3, 9, 40),
          Shape.of(2, 9, 1024));

  private static final List<List<Integer>> AXES =
      List.of(List.of(1), List.of(1), List.of(0, 1), List.of(0));

  private static final List<List<Integer>> AXES_OF_IMAGES =
      List.of(List.of(0, 2), List.of(0, 2), List.of(2), List.of(1, 2), List.of(0, 1));

  private static final int MOST_OPS = 24;
  private static final int MOST_OUTPUTS = 6;

  /** A product with a matrix of so many rows and columns at most. */
  private static final int WIDEST_PRODUCT = 65;

  private static final List<Op> UNARY =
      List.of(
          new Unary.Tanh(),
          new Unary.Sigmoid(),
          new Unary.Erf(),
          new Unary.Sin(),
          new Unary.Neg(),
          new Unary.Relu(),
          new Unary.Abs(),
          new Unary.Sqrt());

  private static final List<Op> BINARY =
      List.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul(), new Binary.Div());

  private static final List<Op> COMPARE =
      List.of(
          new Compare.Less(), new Compare.LessEqual(), new Compare.Equal(), new Compare.NotEqual());

  private final Philox words;
  private int drawn;

  /** What most values are. */
  private final Shape shape;

  private final List<TensorType> inputs;
  private final Graph.Builder graph;

  /** What may be read, the state first. */
  private final List<Value> values = new ArrayList<>();

  /** Views of the state as it is before its update. */
  private final List<Value> views = new ArrayList<>();

  private RandomGraph(Philox words) {
    this.words = words;
    this.shape = any(SHAPES);
    this.inputs =
        List.of(
            floats(shape),
            floats(Shape.of(1)),
            floats(shape),
            floats(Shape.of(shape.size(-1))),
            floats(Shape.of(shape.size(-2), 1)),
            floats(Shape.SCALAR));
    this.graph = Graph.over(inputs);
  }

  /**
   * The graph of a seed. Its first input is updated in place by a rate, its second one; the new
   * value is the first output.
   */
  public static Graph draw(long seed) {
    return new RandomGraph(new Philox(seed, Philox.TEST_DATA, Integer.MAX_VALUE, 0)).draw();
  }

  private static TensorType floats(Shape shape) {
    return new TensorType(DType.FLOAT32, shape);
  }

  private Graph draw() {
    for (int i = 0; i < inputs.size(); i++) {
      values.add(graph.input(i));
    }
    int ops = 2 + below(MOST_OPS - 1);
    int updateAt = below(ops);
    for (int i = 0; i < ops; i++) {
      if (i == updateAt) {
        update();
      } else if (below(15) == 0) {
        view();
      } else {
        values.add(next());
      }
    }
    List<Value> made = new ArrayList<>(values.subList(inputs.size(), values.size()));
    List<Value> outputs = new ArrayList<>(List.of(values.get(0)));
    for (int i = below(MOST_OUTPUTS); i >= 0 && !made.isEmpty(); i--) {
      outputs.add(made.remove(below(made.size())));
    }
    Graph whole = graph.build(outputs.toArray(Value[]::new));
    return below(4) == 0 ? whole : withoutWhatNobodyReads(whole);
  }

  /** Values that only ops read, not a plan's caller, lie where they may be lost. */
  private static Graph withoutWhatNobodyReads(Graph graph) {
    Set<Integer> read = new HashSet<>(graph.outputs());
    List<Graph.Node> nodes = new ArrayList<>();
    for (int n = graph.nodes().size() - 1; n >= 0; n--) {
      Graph.Node node = graph.nodes().get(n);
      if (read.contains(node.firstOutput())) {
        read.addAll(node.inputs());
        nodes.add(0, node);
      }
    }
    List<Integer> inputs = IntStream.range(0, graph.inputs().size()).boxed().toList();
    return graph.part(nodes, inputs, graph.outputs());
  }

  /** Whoever reads the state from here on finds the new one, and no view of the old. */
  private void update() {
    Value gradient = pick(shape);
    values.set(
        0,
        graph.add(
            new OptimizerUpdate(new SgdUpdate(0, 0)), values.get(0), gradient, graph.input(1)));
    values.removeAll(views);
  }

  private void view() {
    Value viewed = pick(shape);
    Value rows = graph.add(new Movement.Slice(0, 0, shape.size(0)), viewed);
    Value flat = graph.add(new Movement.Reshape(Shape.of(shape.elements())), rows);
    Value view = graph.add(new Movement.Reshape(shape), flat);
    values.add(view);
    if (viewed == values.get(0) || views.contains(viewed)) {
      views.add(view);
    }
  }

  /** Mostly what plans make one op of. */
  private Value next() {
    return switch (below(16)) {
      case 0, 1 -> sum(elementwise()); // of what nothing else reads
      case 2 -> sum(stretching());
      case 3 ->
          below(2) == 0
              ? graph.add(new Softmax(shape.rank() - 1, false), pick(shape))
              : product(pick(shape));
      case 4 -> turned(any(COMPARE), pick(shape), stretching());
      case 5 -> turned(any(BINARY), stretching(), stretching()); // as numbers of rows are
      default -> elementwise();
    };
  }

  private Value elementwise() {
    Value x = pick(shape);
    Value y = below(3) > 0 ? pick(shape) : stretching();
    return switch (below(10)) {
      case 0, 1, 2 -> unary(x);
      case 3, 4, 5 -> turned(any(BINARY), x, y);
      case 6 -> graph.add(new Ternary.Fma(), y, x, pick(shape));
      case 7 -> graph.add(new Ternary.Where(), graph.add(any(COMPARE), y, x), x, y);
      case 8 -> graph.add(new Cast(DType.FLOAT32), turned(any(COMPARE), x, y));
      default -> graph.add(new Movement.Expand(shape), stretching());
    };
  }

  /** Either operand first. */
  private Value turned(Op op, Value a, Value b) {
    return below(2) == 0 ? graph.add(op, a, b) : graph.add(op, b, a);
  }

  private Value unary(Value x) {
    Op op = any(UNARY);
    return graph.add(op, op instanceof Unary.Sqrt ? graph.add(new Unary.Abs(), x) : x);
  }

  /** Over the last axis, over all, or over others; or the largest instead. */
  private Value sum(Value x) {
    int rank = x.type().shape().rank();
    List<Integer> axes =
        rank < 2 ? List.of() : rank == shape.rank() && rank > 2 ? any(AXES_OF_IMAGES) : any(AXES);
    boolean keepDim = below(3) > 0;
    return graph.add(
        below(8) == 0 ? new Reduction.Max(axes, keepDim) : new Reduction.Sum(axes, keepDim), x);
  }

  private Value product(Value x) {
    int columns = shape.size(-1);
    if (columns > WIDEST_PRODUCT) {
      return unary(x);
    }
    Fill weight = new Fill(DType.FLOAT32, Shape.of(columns, columns), 0.25);
    return graph.add(new MatMul(false, true), x, graph.add(weight));
  }

  /** A value of a shape, mostly a late one, so that chains grow long. */
  private Value pick(Shape of) {
    List<Value> fitting = values.stream().filter(value -> value.type().equals(floats(of))).toList();
    int back = Math.min(below(4), below(fitting.size()));
    return fitting.get(fitting.size() - 1 - back);
  }

  /** Any value that stretches to the shape. */
  private Value stretching() {
    return any(
        values.stream()
            .filter(value -> value.type().dtype() == DType.FLOAT32)
            .filter(value -> value.type().shape().broadcastsTo(shape))
            .toList());
  }

  private int below(int bound) {
    return Math.floorMod(words.word(drawn++), bound);
  }

  private <T> T any(List<T> list) {
    return list.get(below(list.size()));
  }
}
