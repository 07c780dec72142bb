package dev.flambeau.backend.execution;

import dev.flambeau.op.Graph;
import java.util.BitSet;

/** Takes out of a graph what nothing reads. */
final class Cleanup {
  private Cleanup() {}

  /** The graph without ops of which no result is read, and that change nothing in place. */
  static Graph of(Graph graph) {
    BitSet needed = new BitSet();
    graph.outputs().forEach(needed::set);
    BitSet kept = new BitSet();
    for (int n = graph.nodes().size() - 1; n >= 0; n--) {
      Graph.Node node = graph.nodes().get(n);
      boolean isNeeded = node.outputIds().stream().anyMatch(needed::get);
      if (isNeeded || node.isInPlace()) {
        kept.set(n);
        node.inputs().forEach(needed::set);
      }
    }
    if (kept.cardinality() == graph.nodes().size()) {
      return graph;
    }
    GraphRewriter rewriter = new GraphRewriter(graph);
    kept.stream().forEach(n -> rewriter.add(graph.nodes().get(n)));
    return rewriter.build(graph.outputs());
  }
}
