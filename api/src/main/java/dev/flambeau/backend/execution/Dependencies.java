package dev.flambeau.backend.execution;

import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * What each node of a graph waits for: the nodes that make what it reads; and where memory is
 * changed in place, the change for all that read it before, and what reads it later for the change.
 *
 * <p>So an op may move past those that it does not wait for, and that do not wait for it.
 */
final class Dependencies {
  private final Graph graph;
  private final List<TensorType> types;

  /** By value: the node that makes it, −1 for an input. */
  private final int[] makers;

  /** By value: the nodes that read it. */
  private final List<List<Integer>> readers = new ArrayList<>();

  /** By node: those that wait for it because memory is changed in place. */
  private final List<List<Integer>> waiting = new ArrayList<>();

  /** By value: the value in whose memory it lies, its own number if none. */
  private final int[] roots;

  Dependencies(Graph graph) {
    this.graph = graph;
    this.types = graph.types();
    makers = new int[types.size()];
    roots = new int[types.size()];
    Arrays.fill(makers, -1);
    Arrays.setAll(roots, value -> value);
    types.forEach(type -> readers.add(new ArrayList<>()));
    List<List<Integer>> readersOfRoot = new ArrayList<>();
    types.forEach(type -> readersOfRoot.add(new ArrayList<>()));
    int[] changedBy = new int[types.size()];
    Arrays.fill(changedBy, -1);
    for (int n = 0; n < graph.nodes().size(); n++) {
      waiting.add(new ArrayList<>());
      trace(n, readersOfRoot, changedBy);
    }
  }

  private void trace(int n, List<List<Integer>> readersOfRoot, int[] changedBy) {
    Graph.Node node = graph.nodes().get(n);
    for (int input : node.inputs()) {
      readers.get(input).add(n);
      int root = roots[input];
      if (changedBy[root] >= 0) {
        waiting.get(changedBy[root]).add(n);
      }
      readersOfRoot.get(root).add(n);
    }
    boolean isView = isView(node);
    for (int i = 0; i < node.outputs().size(); i++) {
      int value = node.firstOutput() + i;
      makers[value] = n;
      OptionalInt changed = node.op().inPlaceOf(i);
      if (isView) {
        roots[value] = roots[node.inputs().get(0)];
      } else if (changed.isPresent()) {
        int root = roots[node.inputs().get(changed.getAsInt())];
        roots[value] = root;
        for (int reader : readersOfRoot.get(root)) {
          if (reader != n) {
            waiting.get(reader).add(n);
          }
        }
        readersOfRoot.get(root).clear();
        changedBy[root] = n;
      }
    }
  }

  List<TensorType> types() {
    return types;
  }

  /** The types of what a node reads. */
  List<TensorType> operands(Graph.Node node) {
    List<TensorType> operands = new ArrayList<>(node.inputs().size());
    node.inputs().forEach(input -> operands.add(types.get(input)));
    return operands;
  }

  /** The node that makes a value, −1 for an input of the graph. */
  int maker(int value) {
    return makers[value];
  }

  /** The nodes that read a value. */
  List<Integer> readers(int value) {
    return readers.get(value);
  }

  /** The nodes that wait for a node, some of them more than once. */
  List<Integer> successors(int node) {
    List<Integer> successors = new ArrayList<>(waiting.get(node));
    graph.nodes().get(node).outputIds().forEach(value -> successors.addAll(readers.get(value)));
    return successors;
  }

  /** Whether a node is no more than a view of its input. */
  boolean isView(Graph.Node node) {
    return node.op().viewOffset(operands(node)).isPresent();
  }

  /** Whether an op changes an input in place. */
  static boolean changesInPlace(Op op, int outputs) {
    for (int i = 0; i < outputs; i++) {
      if (op.inPlaceOf(i).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
