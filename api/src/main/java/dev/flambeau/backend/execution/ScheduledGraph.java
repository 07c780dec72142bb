package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Graph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A graph whose nodes stand in the order in which they run, in steps: the nodes of one do not
 * depend on each other, so that a device may compute them side by side.
 *
 * <p>A step is one node, or several contractions where the device gains by that ({@link
 * Backend#contractionsAtOnce}): a layer's backward pass has three, for its weight, its bias and its
 * input. They are computed where something waits for one of them ({@link Dependencies}), but for
 * views, which move with them.
 */
final class ScheduledGraph {
  private final Graph graph;

  /** By node: the number of its step. */
  private final int[] steps;

  private ScheduledGraph(Graph graph, int[] steps) {
    this.graph = graph;
    this.steps = steps;
  }

  /** Each node by itself, in the order in which they stand. */
  static ScheduledGraph asItStands(Graph graph) {
    int[] steps = new int[graph.nodes().size()];
    for (int n = 0; n < steps.length; n++) {
      steps[n] = n;
    }
    return new ScheduledGraph(graph, steps);
  }

  /** Contractions that do not depend on each other together, as many as the backend takes. */
  static ScheduledGraph of(Backend backend, Graph graph) {
    int most = Fusion.isOn() ? backend.contractionsAtOnce() : 1;
    return most == 1 ? asItStands(graph) : new Gathering(graph, most).schedule();
  }

  /** The nodes in order. */
  Graph graph() {
    return graph;
  }

  /** The number of a node's step; each is the one of the node before it or the next. */
  int step(int node) {
    return steps[node];
  }

  /** How many steps there are. */
  int size() {
    return steps.length == 0 ? 0 : steps[steps.length - 1] + 1;
  }

  /** Finds the order. */
  private static final class Gathering {
    private final Graph graph;
    private final int most;
    private final Dependencies dependencies;

    private final List<List<Integer>> steps = new ArrayList<>();

    /** Contractions that the next one may join. */
    private final List<Integer> open = new ArrayList<>();

    /** Views that wait for them. */
    private final List<Integer> views = new ArrayList<>();

    /** The nodes that wait for one of either. */
    private final BitSet waiting = new BitSet();

    Gathering(Graph graph, int most) {
      this.graph = graph;
      this.most = most;
      this.dependencies = new Dependencies(graph);
    }

    ScheduledGraph schedule() {
      for (int n = 0; n < graph.nodes().size(); n++) {
        take(n);
      }
      end();
      GraphRewriter rewriter = new GraphRewriter(graph);
      int[] numbers = new int[graph.nodes().size()];
      int done = 0;
      for (int step = 0; step < steps.size(); step++) {
        for (int n : steps.get(step)) {
          rewriter.add(graph.nodes().get(n));
          numbers[done++] = step;
        }
      }
      return new ScheduledGraph(rewriter.build(graph.outputs()), numbers);
    }

    private void take(int n) {
      if (waiting.get(n) && dependencies.isView(n)) {
        views.add(n);
        dependencies.successors(n).forEach(waiting::set);
        return;
      }
      if (waiting.get(n) || open.size() == most) {
        end();
      }
      if (isContraction(graph.nodes().get(n))) {
        open.add(n);
        dependencies.successors(n).forEach(waiting::set);
      } else {
        steps.add(List.of(n));
      }
    }

    private static boolean isContraction(Graph.Node node) {
      return node.op() instanceof Contraction || node.op() instanceof FusedContraction;
    }

    private void end() {
      if (!open.isEmpty()) {
        steps.add(List.copyOf(open));
        views.forEach(view -> steps.add(List.of(view)));
      }
      open.clear();
      views.clear();
      waiting.clear();
    }
  }
}
