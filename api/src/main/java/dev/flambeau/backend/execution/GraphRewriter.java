package dev.flambeau.backend.execution;

import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A graph with another one's inputs, made of its values under their old numbers. */
final class GraphRewriter {
  private final Graph.Builder builder;
  private final Map<Integer, Value> known = new HashMap<>();

  GraphRewriter(Graph old) {
    builder = Graph.over(old.inputs());
    for (int i = 0; i < old.inputs().size(); i++) {
      known.put(i, builder.input(i));
    }
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
    Value[] operands = inputs.stream().map(known::get).toArray(Value[]::new);
    List<Value> values = builder.addAll(op, operands);
    for (int i = 0; i < made.size(); i++) {
      known.put(made.get(i), values.get(i));
    }
  }

  Graph build(List<Integer> outputs) {
    return builder.build(outputs.stream().map(known::get).toArray(Value[]::new));
  }
}
