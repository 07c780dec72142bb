package dev.flambeau.op.gradient;

import dev.flambeau.op.Composite;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reverse-mode differentiation of a graph by the rules of its ops, latest first; a value's uses add
 * in that order.
 *
 * <p>In an elementwise graph everything has the shape that its inputs stretch to: uses of a value
 * add there, and who asked sums a stretched input's gradient once.
 */
final class Differentiation {
  private final Graph graph;
  private final boolean isElementwise;
  private final List<Value> known;
  private final boolean[] wanted;
  private final @Nullable Value[] gradients;

  private Differentiation(Graph graph, List<Value> inputs, List<Boolean> needs, boolean flat) {
    this.graph = graph;
    this.isElementwise = flat;
    this.known = new ArrayList<>(inputs);
    int values = graph.types().size();
    this.gradients = new Value[values];
    this.wanted = new boolean[values];
    for (int i = 0; i < inputs.size(); i++) {
      wanted[i] = needs.get(i) && inputs.get(i).type().dtype().isFloating();
    }
    for (Graph.Node node : graph.nodes()) {
      List<Value> operands = node.inputs().stream().map(known::get).toList();
      known.addAll(inputs.get(0).apply(node.op(), operands));
      boolean isWanted = node.inputs().stream().anyMatch(input -> wanted[input]);
      for (int output : node.outputIds()) {
        wanted[output] = isWanted && known.get(output).type().dtype().isFloating();
      }
    }
  }

  /** The rule of an op that has none of its own: its decomposition's. */
  static void decomposed(Op op, Backward b) {
    List<TensorType> types = IntStream.range(0, b.inputs()).mapToObj(b::type).toList();
    Graph graph = op.decompose(types).orElseThrow();
    List<Value> inputs = IntStream.range(0, b.inputs()).mapToObj(b::input).toList();
    List<Boolean> needs = IntStream.range(0, b.inputs()).mapToObj(b::needs).toList();
    List<Value> given = IntStream.range(0, b.outputs()).mapToObj(b::gradient).toList();
    List<@Nullable Value> gradients = new Differentiation(graph, inputs, needs, false).walk(given);
    for (int i = 0; i < gradients.size(); i++) {
      Value gradient = gradients.get(i);
      if (gradient != null) {
        b.give(i, gradient);
      }
    }
  }

  /**
   * The rule of a composite: its expression's, itself one expression; op by op where an output has
   * not the shape that all inputs stretch to.
   */
  static void composite(Composite op, Backward b) {
    if (isOfOneShape(b)) {
      elementwise(op, b, needed -> new GradientOf(op, needed));
    } else {
      decomposed(op, b);
    }
  }

  private static boolean isOfOneShape(Backward b) {
    return IntStream.range(0, b.outputs())
        .mapToObj(output -> b.gradient(output).shape())
        .allMatch(
            shape ->
                IntStream.range(0, b.inputs())
                    .allMatch(input -> b.shape(input).broadcastsTo(shape)));
  }

  private static void elementwise(
      Composite op, Backward b, Function<List<Integer>, UnaryOperator<List<Value>>> expression) {
    List<Integer> needed = IntStream.range(0, b.inputs()).filter(b::needs).boxed().toList();
    List<Value> operands = new ArrayList<>();
    IntStream.range(0, b.inputs()).mapToObj(b::input).forEach(operands::add);
    IntStream.range(0, b.outputs()).mapToObj(b::gradient).forEach(operands::add);
    Composite gradient =
        new Composite.Expression(op.name() + "Gradient", operands.size(), expression.apply(needed));
    List<Value> gradients = b.gradient().apply(gradient, operands);
    for (int i = 0; i < needed.size(); i++) {
      b.giveStretched(needed.get(i), gradients.get(i));
    }
  }

  /**
   * A rule of its own for a composite of one output: an expression for each input, over the inputs
   * and then the output's gradient, all of them one op.
   */
  static <O extends Composite> GradientRule<O> by(OfOperands<O> ofInput) {
    return chosenOf(List.of(ofInput));
  }

  /** The same for two inputs. */
  static <O extends Composite> GradientRule<O> by(OfOperands<O> first, OfOperands<O> second) {
    return chosenOf(List.of(first, second));
  }

  /** The same for three inputs. */
  static <O extends Composite> GradientRule<O> by(
      OfOperands<O> first, OfOperands<O> second, OfOperands<O> third) {
    return chosenOf(List.of(first, second, third));
  }

  private static <O extends Composite> GradientRule<O> chosenOf(List<OfOperands<O>> expressions) {
    return (op, b) -> elementwise(op, b, needed -> new Chosen<>(op, expressions, needed));
  }

  /** An expression over a composite's inputs and its output's gradient. */
  interface OfOperands<O extends Composite> {
    Value apply(O op, List<Value> operands);
  }

  /** Some of these expressions; a record, so that one gradient is one op to those who keep them. */
  private record Chosen<O extends Composite>(
      O op, List<OfOperands<O>> expressions, List<Integer> needed)
      implements UnaryOperator<List<Value>> {
    @Override
    public List<Value> apply(List<Value> operands) {
      return needed.stream().map(i -> expressions.get(i).apply(op, operands)).toList();
    }
  }

  /** The gradients of some inputs of a composite, from its inputs and its outputs' gradients. */
  private record GradientOf(Composite op, List<Integer> needed)
      implements UnaryOperator<List<Value>> {
    @Override
    public List<Value> apply(List<Value> operands) {
      List<Value> inputs = operands.subList(0, op.arity());
      List<TensorType> types = inputs.stream().map(Value::type).toList();
      List<Boolean> needs = IntStream.range(0, op.arity()).mapToObj(needed::contains).toList();
      Graph graph = Graph.of(types, op::of);
      List<@Nullable Value> gradients =
          new Differentiation(graph, inputs, needs, true)
              .walk(operands.subList(op.arity(), operands.size()));
      return needed.stream().map(i -> orZero(gradients.get(i), operands)).toList();
    }

    private Value orZero(@Nullable Value gradient, List<Value> operands) {
      Value g = operands.get(op.arity());
      return gradient == null ? g.constant(0, g.shape()) : gradient;
    }
  }

  private List<@Nullable Value> walk(List<Value> given) {
    for (int i = 0; i < given.size(); i++) {
      arrive(graph.outputs().get(i), given.get(i));
    }
    for (int n = graph.nodes().size() - 1; n >= 0; n--) {
      Graph.Node node = graph.nodes().get(n);
      boolean arrived = node.outputIds().stream().anyMatch(output -> gradients[output] != null);
      if (arrived && wanted[node.firstOutput()]) {
        Gradients.apply(node.op(), new Step(node));
      }
    }
    List<@Nullable Value> all = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      all.add(gradients[i]);
    }
    return all;
  }

  private void arrive(int value, Value gradient) {
    if (wanted[value]) {
      Value before = gradients[value];
      gradients[value] = before == null ? gradient : before.add(gradient);
    }
  }

  /** One node, as its rule sees it. */
  private final class Step implements Backward {
    private final Graph.Node node;

    Step(Graph.Node node) {
      this.node = node;
    }

    @Override
    public Value input(int number) {
      return known.get(node.inputs().get(number));
    }

    @Override
    public TensorType type(int input) {
      return input(input).type();
    }

    @Override
    public int inputs() {
      return node.inputs().size();
    }

    @Override
    public int outputs() {
      return node.outputs().size();
    }

    @Override
    public Value output(int number) {
      return known.get(node.firstOutput() + number);
    }

    @Override
    public Value gradient(int output) {
      Value arrived = gradients[node.firstOutput() + output];
      return arrived == null ? output(output).constant(0, output(output).shape()) : arrived;
    }

    @Override
    public boolean hasGradient(int output) {
      return gradients[node.firstOutput() + output] != null;
    }

    @Override
    public boolean needs(int input) {
      return wanted[node.inputs().get(input)];
    }

    @Override
    public void give(int input, Value gradient) {
      arrive(node.inputs().get(input), gradient);
    }

    @Override
    public void giveStretched(int input, Value gradient) {
      if (isElementwise) {
        give(input, gradient);
      } else {
        Backward.super.giveStretched(input, gradient);
      }
    }
  }
}
