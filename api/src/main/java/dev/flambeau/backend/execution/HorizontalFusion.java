package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Together;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one op of contractions that do not depend on each other, with what was fused to them, where
 * the backend has a kernel for it: {@link Together}. A layer's backward pass has three, for its
 * weight, its bias and its input.
 *
 * <p>They are computed where the last of them stood: so nothing in between may read what they make,
 * but for views, which move with them, and nothing in between changes states in place.
 */
final class HorizontalFusion {
  private final Backend backend;
  private final Graph graph;
  private final Aliases aliases;

  /** Those that the next contraction may join, in order. */
  private final List<Graph.Node> open = new ArrayList<>();

  /** What they make, and views of it. */
  private final Set<Integer> made = new HashSet<>();

  /** What was found, by each of its nodes. */
  private final Map<Graph.Node, List<Graph.Node>> gathered = new IdentityHashMap<>();

  private HorizontalFusion(Backend backend, Graph graph) {
    this.backend = backend;
    this.graph = graph;
    this.aliases = new Aliases(graph);
  }

  static Graph of(Backend backend, Graph graph) {
    if (!Fusion.isOn()) {
      return graph;
    }
    HorizontalFusion gathering = new HorizontalFusion(backend, graph);
    for (int n = 0; n < graph.nodes().size(); n++) {
      gathering.take(n);
    }
    gathering.end();
    return gathering.rewritten();
  }

  // ---- which ops go together ----

  private void take(int n) {
    Graph.Node node = graph.nodes().get(n);
    boolean depends = node.inputs().stream().anyMatch(made::contains);
    if (aliases.isView(n)) {
      if (depends) {
        made.addAll(node.outputIds());
      }
      return;
    }
    if (depends || node.isInPlace()) {
      end();
    }
    if (isContraction(node)) {
      join(node);
    }
  }

  private static boolean isContraction(Graph.Node node) {
    return node.op() instanceof Contraction
        || node.op() instanceof Fused fused
            && fused.body().nodes().stream().anyMatch(HorizontalFusion::isContraction);
  }

  private void join(Graph.Node node) {
    if (!open.isEmpty() && !isSupported(node)) {
      end();
    }
    open.add(node);
    made.addAll(node.outputIds());
  }

  private boolean isSupported(Graph.Node last) {
    List<Graph.Node> members = new ArrayList<>(open);
    members.add(last);
    Together op = together(members);
    List<TensorType> inputs = op.body().inputs();
    return backend.supports(op, inputs, op.infer(inputs));
  }

  private void end() {
    if (open.size() > 1) {
      List<Graph.Node> members = List.copyOf(open);
      members.forEach(member -> gathered.put(member, members));
    }
    open.clear();
    made.clear();
  }

  // ---- the new graph ----

  private Together together(List<Graph.Node> members) {
    return new Together(graph.part(members, inputs(members), outputs(members)));
  }

  private static List<Integer> inputs(List<Graph.Node> members) {
    return members.stream().flatMap(member -> member.inputs().stream()).distinct().toList();
  }

  private static List<Integer> outputs(List<Graph.Node> members) {
    return members.stream().flatMap(member -> member.outputIds().stream()).toList();
  }

  private Graph rewritten() {
    GraphRewriter rewriter = new GraphRewriter(graph);
    List<Graph.Node> waiting = new ArrayList<>(); // views of what is computed later
    for (Graph.Node node : graph.nodes()) {
      List<Graph.Node> members = gathered.getOrDefault(node, List.of(node));
      if (members.get(members.size() - 1) != node) {
        continue;
      }
      if (members.size() > 1) {
        rewriter.add(together(members), node, inputs(members), outputs(members));
        addKnown(waiting, rewriter);
      } else if (rewriter.knows(node.inputs())) {
        rewriter.add(node);
      } else {
        waiting.add(node);
      }
    }
    return rewriter.build(graph.outputs());
  }

  private static void addKnown(List<Graph.Node> waiting, GraphRewriter rewriter) {
    for (Iterator<Graph.Node> views = waiting.iterator(); views.hasNext(); ) {
      Graph.Node view = views.next();
      if (rewriter.knows(view.inputs())) {
        rewriter.add(view);
        views.remove();
      }
    }
  }
}
