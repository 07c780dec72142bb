package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropy;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyGradient;
import dev.flambeau.op.CrossEntropy.SoftmaxCrossEntropyWithGradient;
import dev.flambeau.op.Graph;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.TensorType;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes one op of a loss and its gradient, where the backend has a kernel for it: {@link
 * SoftmaxCrossEntropyWithGradient}.
 *
 * <p>They are computed where the gradient stood: so nothing in between may read the loss or its
 * softmax, and nothing in between changes states in place.
 */
final class Pairing {
  private static final SoftmaxCrossEntropyWithGradient BOTH = new SoftmaxCrossEntropyWithGradient();

  private final Backend backend;
  private final Graph graph;
  private final List<TensorType> types;

  /** By a gradient, the loss that is computed with it. */
  private final Map<Graph.Node, Graph.Node> losses = new IdentityHashMap<>();

  private Pairing(Backend backend, Graph graph) {
    this.backend = backend;
    this.graph = graph;
    this.types = graph.types();
  }

  static Graph of(Backend backend, Graph graph) {
    Pairing pairing = new Pairing(backend, graph);
    pairing.find();
    return pairing.losses.isEmpty() ? graph : pairing.rebuilt();
  }

  private void find() {
    Graph.Node open = null; // the last loss, while nothing has read it
    for (Graph.Node node : graph.nodes()) {
      if (node.op() instanceof SoftmaxCrossEntropy) {
        open = node;
      } else if (open != null && isItsGradient(node, open)) {
        losses.put(node, open);
        open = null;
      } else if (open != null && (reads(node, open) || node.op() instanceof OptimizerUpdate)) {
        open = null;
      }
    }
  }

  private static boolean reads(Graph.Node node, Graph.Node loss) {
    return !Collections.disjoint(node.inputs(), loss.outputIds());
  }

  private boolean isItsGradient(Graph.Node node, Graph.Node loss) {
    if (!(node.op() instanceof SoftmaxCrossEntropyGradient)) {
      return false;
    }
    int given = node.inputs().get(0);
    int softmax = loss.outputIds().get(1);
    int labels = loss.inputs().get(1);
    return !loss.outputIds().contains(given)
        && node.inputs().equals(List.of(given, softmax, labels))
        && isSupported(inputs(node, loss));
  }

  private boolean isSupported(List<Integer> inputs) {
    List<TensorType> read = inputs.stream().map(types::get).toList();
    return backend.supports(BOTH, read, BOTH.infer(read));
  }

  private static List<Integer> inputs(Graph.Node gradient, Graph.Node loss) {
    return List.of(loss.inputs().get(0), loss.inputs().get(1), gradient.inputs().get(0));
  }

  private Graph rebuilt() {
    Rebuilding rebuilt = new Rebuilding(graph);
    for (Graph.Node node : graph.nodes()) {
      Graph.Node loss = losses.get(node);
      if (loss != null) {
        List<Integer> made =
            List.of(loss.outputIds().get(0), loss.outputIds().get(1), node.firstOutput());
        rebuilt.add(BOTH, node, inputs(node, loss), made);
      } else if (!losses.containsValue(node)) { // by identity
        rebuilt.add(node);
      }
    }
    return rebuilt.build(graph.outputs());
  }
}
