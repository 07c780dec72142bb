package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.UnsupportedOpException;
import dev.flambeau.op.CallSite;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts decompositions in the place of ops that a backend has no kernel for, and a tensor in the
 * place of its reshape to the shape that it has.
 */
final class Lowering {
  private final Backend backend;
  private final Graph.Builder lowered;

  private Lowering(Backend backend, Graph.Builder lowered) {
    this.backend = backend;
    this.lowered = lowered;
  }

  /**
   * A graph of views and of ops that the backend has kernels for, with the same results.
   *
   * @throws UnsupportedOpException if an op has neither kernel nor decomposition
   */
  static Graph of(Backend backend, Graph graph) {
    Graph.Builder lowered = Graph.over(graph.inputs());
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      inputs.add(lowered.input(i));
    }
    List<Value> outputs = new Lowering(backend, lowered).inline(graph, inputs, null);
    return lowered.build(outputs.toArray(Value[]::new));
  }

  /** The graph of one op on inputs of these types. */
  static Graph of(Backend backend, Op op, List<TensorType> inputs) {
    return of(backend, Graph.of(op, inputs));
  }

  /**
   * Adds a graph's nodes, and gives the values that are its outputs.
   *
   * @param around where the op was asked for that the graph is of
   */
  private List<Value> inline(Graph graph, List<Value> inputs, @Nullable CallSite around) {
    List<Value> values = new ArrayList<>(inputs);
    for (Graph.Node node : graph.nodes()) {
      CallSite site = node.site() == null ? around : node.site();
      values.addAll(add(node, node.inputs().stream().map(values::get).toList(), site));
    }
    return graph.outputs().stream().map(values::get).toList();
  }

  private List<Value> add(Graph.Node node, List<Value> operands, @Nullable CallSite site) {
    Op op = node.op();
    List<TensorType> types = operands.stream().map(Value::type).toList();
    if (op instanceof Movement.Reshape && node.outputs().equals(types)) {
      return operands;
    }
    if (op.viewOffset(types).isPresent() || backend.supports(op, types, node.outputs())) {
      return lowered.at(site).addAll(op, operands.toArray(Value[]::new));
    }
    Graph decomposition =
        op.decompose(types).orElseThrow(() -> UnsupportedOpException.of(op, types, backend));
    return inline(decomposition, operands, site);
  }
}
