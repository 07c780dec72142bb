package dev.flambeau.op;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A small graph of ops as data: what a decomposition is.
 *
 * <p>Values are numbered: the inputs first, then the outputs of each node in turn. Nodes stand in
 * an order in which they can be run.
 *
 * @param inputs the types of the graph's inputs
 * @param nodes the ops, each with the numbers of the values that it reads
 * @param outputs the numbers of the values that the graph gives back
 */
public record Graph(List<TensorType> inputs, List<Node> nodes, List<Integer> outputs) {

  public Graph {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  /** The types of all values, by their numbers. */
  public List<TensorType> types() {
    List<TensorType> types = new ArrayList<>(inputs);
    nodes.forEach(node -> types.addAll(node.outputs()));
    return types;
  }

  /**
   * Some of the nodes as a graph of their own.
   *
   * @param part which, in their order
   * @param read the values that are its inputs: all that these nodes read and none of them makes
   * @param given the values that are its outputs
   * @throws IllegalArgumentException if a node reads what is neither an input nor made before it
   */
  public Graph part(List<Node> part, List<Integer> read, List<Integer> given) {
    List<TensorType> types = types();
    Builder builder = over(read.stream().map(types::get).toList());
    Map<Integer, Value> known = new HashMap<>();
    for (int i = 0; i < read.size(); i++) {
      known.put(read.get(i), builder.input(i));
    }
    for (Node node : part) {
      if (!known.keySet().containsAll(node.inputs())) {
        throw new IllegalArgumentException(
            "part of a graph: "
                + node.op().name()
                + " reads values "
                + node.inputs()
                + ", of which there are "
                + known.keySet()
                + ". What no node of the part makes belongs to its inputs.");
      }
      Value[] operands = node.inputs().stream().map(known::get).toArray(Value[]::new);
      List<Value> made = builder.at(node.site()).addAll(node.op(), operands);
      for (int i = 0; i < made.size(); i++) {
        known.put(node.firstOutput() + i, made.get(i));
      }
    }
    return builder.build(given.stream().map(known::get).toArray(Value[]::new));
  }

  /** The types of what an op gives that has this graph as its body, and takes its inputs only. */
  List<TensorType> infer(Op op, List<TensorType> given) {
    Check.count(op, given, inputs.size());
    for (int i = 0; i < given.size(); i++) {
      Check.dtype(op, "input " + i, given.get(i), inputs.get(i).dtype());
      Check.shape(op, "input " + i, given.get(i), inputs.get(i).shape());
    }
    List<TensorType> types = types();
    return outputs.stream().map(types::get).toList();
  }

  /**
   * One op.
   *
   * @param inputs the numbers of the values that it reads
   * @param firstOutput the number of the first value that it makes; the others follow
   * @param outputs the types of the values that it makes
   * @param site where the caller asked for it, where that is known
   */
  public record Node(
      Op op,
      List<Integer> inputs,
      int firstOutput,
      List<TensorType> outputs,
      @Nullable CallSite site) {
    public Node {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }

    /** Whether it changes an input in place. */
    public boolean isInPlace() {
      return IntStream.range(0, outputs.size()).anyMatch(i -> op.inPlaceOf(i).isPresent());
    }

    /** The numbers of the values that it makes. */
    public List<Integer> outputIds() {
      return IntStream.range(firstOutput, firstOutput + outputs.size()).boxed().toList();
    }
  }

  /** The graph of one op on inputs of these types. */
  public static Graph of(Op op, List<TensorType> inputs) {
    Builder graph = over(inputs);
    return graph.build(graph.addAll(op, graph.inputs()));
  }

  /** The graph of an expression over inputs of these types. */
  public static Graph of(List<TensorType> inputs, Function<List<Value>, List<Value>> expression) {
    Builder graph = over(inputs);
    return graph.build(expression.apply(graph.inputs()));
  }

  /** Begins a graph over inputs of these types. */
  public static Builder over(List<TensorType> inputs) {
    return new Builder(inputs);
  }

  /** Adds nodes one by one, inferring types on the way. */
  public static final class Builder {
    private final List<TensorType> inputs;
    private final List<Node> nodes = new ArrayList<>();
    private int values;
    private @Nullable CallSite site;

    private Builder(List<TensorType> inputs) {
      this.inputs = inputs;
      this.values = inputs.size();
    }

    /** Where the ops that are added from now on were asked for; null if that is not known. */
    public Builder at(@Nullable CallSite place) {
      site = place;
      return this;
    }

    /** The graph's input of this number. */
    public Value input(int number) {
      return new Numbered(this, number, inputs.get(number));
    }

    /** All the graph's inputs. */
    public List<Value> inputs() {
      return IntStream.range(0, inputs.size()).mapToObj(this::input).toList();
    }

    /** Adds an op that has one output. */
    public Value add(Op op, Value... operands) {
      return addAll(op, operands).get(0);
    }

    /** Adds an op and gives all its outputs. */
    public List<Value> addAll(Op op, Value... operands) {
      return addAll(op, List.of(operands));
    }

    /** Adds an op and gives all its outputs. */
    public List<Value> addAll(Op op, List<? extends Value> operands) {
      List<Integer> ids = new ArrayList<>(operands.size());
      List<TensorType> types = new ArrayList<>(operands.size());
      for (Value operand : operands) {
        ids.add(id(operand));
        types.add(operand.type());
      }
      Node node = new Node(op, ids, values, op.infer(types), site);
      nodes.add(node);
      List<Value> made = new ArrayList<>();
      for (TensorType type : node.outputs()) {
        made.add(new Numbered(this, values++, type));
      }
      return made;
    }

    private int id(Value value) {
      if (value instanceof Numbered numbered && numbered.graph == this) {
        return numbered.id;
      }
      throw new IllegalArgumentException(
          "an expression's values are made of its inputs: " + value + " is of another one");
    }

    /** Adds a single number of the given type, to be broadcast. */
    public Value constant(DType dtype, double value) {
      return add(new Fill(dtype, Shape.SCALAR, value));
    }

    /** Ends the graph. */
    public Graph build(Value... outputs) {
      return build(List.of(outputs));
    }

    /** Ends the graph. */
    public Graph build(List<? extends Value> outputs) {
      return new Graph(inputs, nodes, outputs.stream().map(this::id).toList());
    }
  }

  /** A value of a graph that is being built. */
  private record Numbered(Builder graph, int id, TensorType type) implements Value {
    @Override
    public List<Value> apply(Op op, List<? extends Value> operands) {
      return graph.addAll(op, operands);
    }

    @Override
    public String toString() {
      return "value " + id + ", " + type;
    }
  }
}
