package dev.flambeau.backend.execution;

import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A graph that is made of another one's values, under their old numbers. */
final class Rebuilding {
  private final Graph.Builder builder;
  private final Map<Integer, Graph.Value> known = new HashMap<>();

  /**
   * @param old the other one
   * @param inputs which of its values are the new one's inputs
   */
  Rebuilding(Graph old, List<Integer> inputs) {
    List<TensorType> types = old.types();
    builder = Graph.over(inputs.stream().map(types::get).toList());
    for (int i = 0; i < inputs.size(); i++) {
      known.put(inputs.get(i), builder.input(i));
    }
  }

  /** One with the same inputs. */
  static Rebuilding of(Graph old) {
    return new Rebuilding(old, IntStream.range(0, old.inputs().size()).boxed().toList());
  }

  /** Whether all these are there already. */
  boolean knows(List<Integer> values) {
    return known.keySet().containsAll(values);
  }

  /** A node of the old graph. */
  void add(Graph.Node node) {
    add(node.op(), node, node.inputs(), node.outputIds());
  }

  /**
   * An op that takes the place of others.
   *
   * @param place of which of them it has the call site
   * @param made the old numbers of what it makes
   */
  void add(Op op, Graph.Node place, List<Integer> inputs, List<Integer> made) {
    builder.at(place.site());
    Graph.Value[] operands = inputs.stream().map(known::get).toArray(Graph.Value[]::new);
    List<Graph.Value> values = builder.addAll(op, operands);
    for (int i = 0; i < made.size(); i++) {
      known.put(made.get(i), values.get(i));
    }
  }

  Graph build(List<Integer> outputs) {
    return builder.build(outputs.stream().map(known::get).toArray(Graph.Value[]::new));
  }
}
