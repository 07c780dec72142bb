package dev.flambeau.backend.execution;

import dev.flambeau.backend.View;
import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/** Which values of a graph lie in the memory of others: views of them, and changes in place. */
final class Aliases {
  private final List<TensorType> types;

  /** By value: the value in whose memory it lies, its own number if none. */
  private final int[] roots;

  /** By value: how far behind the root's first element it begins. */
  private final int[] offsets;

  /** The nodes that are no more than views. */
  private final BitSet views = new BitSet();

  Aliases(Graph graph) {
    types = graph.types();
    roots = new int[types.size()];
    offsets = new int[types.size()];
    for (int value = 0; value < graph.inputs().size(); value++) {
      roots[value] = value;
    }
    for (int n = 0; n < graph.nodes().size(); n++) {
      trace(n, graph.nodes().get(n));
    }
  }

  private void trace(int n, Graph.Node node) {
    List<TensorType> operands = new ArrayList<>(node.inputs().size());
    node.inputs().forEach(input -> operands.add(types.get(input)));
    OptionalInt offset = node.op().viewOffset(operands);
    views.set(n, offset.isPresent());
    for (int output = 0; output < node.outputs().size(); output++) {
      int value = node.firstOutput() + output;
      OptionalInt changed = node.op().inPlaceOf(output);
      if (offset.isPresent() || changed.isPresent()) {
        int source = node.inputs().get(changed.orElse(0));
        roots[value] = roots[source];
        offsets[value] = offsets[source] + offset.orElse(0);
      } else {
        roots[value] = value;
      }
    }
  }

  /** The types of all values. */
  List<TensorType> types() {
    return types;
  }

  /** The value in whose memory a value lies, its own number if it has its own. */
  int root(int value) {
    return roots[value];
  }

  /** Whether a node is no more than a view of its input, for which there is nothing to do. */
  boolean isView(int node) {
    return views.get(node);
  }

  /**
   * By value that has memory of its own: the last step in which that is read or made, by itself or
   * by what lies in it; the number of all steps for an output.
   */
  int[] lastSteps(ScheduledGraph scheduled) {
    Graph graph = scheduled.graph();
    int[] last = new int[roots.length];
    for (int n = 0; n < graph.nodes().size(); n++) {
      Graph.Node node = graph.nodes().get(n);
      int step = scheduled.step(n);
      node.inputs().forEach(input -> last[roots[input]] = step);
      for (int i = 0; i < node.outputs().size(); i++) {
        last[roots[node.firstOutput() + i]] = step;
      }
    }
    graph.outputs().forEach(output -> last[roots[output]] = scheduled.size());
    return last;
  }

  /** Where a value lies, given where its root does. */
  View view(int value, View root) {
    return value == roots[value]
        ? root
        : new View(root.buffer(), root.offset() + offsets[value], types.get(value));
  }
}
