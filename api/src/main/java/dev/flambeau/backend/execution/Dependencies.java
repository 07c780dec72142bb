package dev.flambeau.backend.execution;

import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  /** By node: those that wait for it. */
  private final List<List<Integer>> successors = new ArrayList<>();

  private final Aliases aliases;

  Dependencies(Graph graph) {
    this.graph = graph;
    this.aliases = new Aliases(graph);
    this.types = aliases.types();
    makers = new int[types.size()];
    Arrays.fill(makers, -1);
    types.forEach(type -> readers.add(new ArrayList<>()));
    List<List<Integer>> readersOfRoot = new ArrayList<>();
    types.forEach(type -> readersOfRoot.add(new ArrayList<>()));
    int[] changedBy = new int[types.size()];
    Arrays.fill(changedBy, -1);
    for (int n = 0; n < graph.nodes().size(); n++) {
      waiting.add(new ArrayList<>());
      trace(n, readersOfRoot, changedBy);
    }
    for (int n = 0; n < graph.nodes().size(); n++) {
      successors.add(allSuccessors(n));
    }
  }

  private void trace(int n, List<List<Integer>> readersOfRoot, int[] changedBy) {
    Graph.Node node = graph.nodes().get(n);
    for (int input : node.inputs()) {
      readers.get(input).add(n);
      int root = aliases.root(input);
      if (changedBy[root] >= 0) {
        waiting.get(changedBy[root]).add(n);
      }
      readersOfRoot.get(root).add(n);
    }
    for (int i = 0; i < node.outputs().size(); i++) {
      int value = node.firstOutput() + i;
      makers[value] = n;
      if (node.op().inPlaceOf(i).isPresent()) {
        int root = aliases.root(value);
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

  /** Whether a node is no more than a view of its input. */
  boolean isView(int node) {
    return aliases.isView(node);
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
    return successors.get(node);
  }

  private List<Integer> allSuccessors(int n) {
    Graph.Node node = graph.nodes().get(n);
    List<Integer> all = new ArrayList<>(waiting.get(n));
    for (int i = 0; i < node.outputs().size(); i++) {
      all.addAll(readers.get(node.firstOutput() + i));
    }
    return all;
  }
}
