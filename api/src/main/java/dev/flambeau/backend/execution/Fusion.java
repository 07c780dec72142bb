package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Fused;
import dev.flambeau.op.Graph;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes one op of elementwise ops that follow from each other, and from a contraction, where the
 * backend has a kernel for it: {@link Fused}.
 *
 * <p>A group is computed where its last op stood. So an op may join the group of an operand only if
 * nothing in between reads what the group makes, and nothing in between changes states in place.
 */
final class Fusion {
  /** What a GPU's kernel may be given; longer chains become several. */
  private static final int MOST_OPS = 16;

  private static final int MOST_BUFFERS = 12;

  private final Backend backend;
  private final Graph graph;
  private final List<TensorType> types;

  /** By value: the node that makes it, −1 for an input. */
  private final int[] makers;

  /** By value: the nodes that read it. */
  private final List<List<Integer>> readers = new ArrayList<>();

  /** By node: the nodes that are computed with it, in order; none for an op that stays alone. */
  private final List<TreeSet<Integer>> groups = new ArrayList<>();

  private Fusion(Backend backend, Graph graph) {
    this.backend = backend;
    this.graph = graph;
    this.types = graph.types();
    int nodes = graph.nodes().size();
    makers = new int[types.size()];
    Arrays.fill(makers, -1);
    types.forEach(type -> readers.add(new ArrayList<>()));
    for (int n = 0; n < nodes; n++) {
      groups.add(new TreeSet<>());
      for (int input : node(n).inputs()) {
        readers.get(input).add(n);
      }
      for (int output : node(n).outputIds()) {
        makers[output] = n;
      }
    }
  }

  /** The graph with groups as one op each. */
  static Graph of(Backend backend, Graph graph) {
    Fusion fusion = new Fusion(backend, graph);
    for (int n = 0; n < graph.nodes().size(); n++) {
      fusion.join(n);
    }
    return fusion.rebuilt();
  }

  // ---- which ops go together ----

  private void join(int n) {
    Graph.Node node = node(n);
    TreeSet<Integer> own = new TreeSet<>(List.of(n));
    if (isContraction(n)) {
      groups.set(n, own);
    }
    boolean isSum = Fused.isLastSum(node.op(), operands(node));
    if (!isSum && !Fused.isElementwise(node.op())) {
      return;
    }
    for (int input : node.inputs()) {
      if (makers[input] < 0 || groups.get(makers[input]).isEmpty()) {
        continue;
      }
      TreeSet<Integer> both = new TreeSet<>(own);
      both.addAll(groups.get(makers[input]));
      if (isLegal(both)) {
        own = both;
      }
    }
    for (int member : own) {
      groups.set(member, own);
    }
  }

  private Graph.Node node(int n) {
    return graph.nodes().get(n);
  }

  private List<TensorType> operands(Graph.Node node) {
    return node.inputs().stream().map(types::get).toList();
  }

  private boolean isContraction(int n) {
    return node(n).op() instanceof Contraction;
  }

  private boolean isSum(int n) {
    return node(n).op() instanceof Reduction;
  }

  private Shape spaceOf(int n) {
    return isSum(n) ? operands(node(n)).get(0).shape() : node(n).outputs().get(0).shape();
  }

  private boolean isLegal(TreeSet<Integer> group) {
    int last = group.last();
    for (int member : group) {
      for (int reader : readers.get(node(member).firstOutput())) {
        boolean isWithin = group.contains(reader);
        if (isWithin && (isSum(member) || isContraction(reader)) || reader < last && !isWithin) {
          return false;
        }
      }
    }
    for (int n = group.first(); n < last; n++) {
      if (node(n).op() instanceof OptimizerUpdate) {
        return false;
      }
    }
    return group.size() <= MOST_OPS
        && inputs(group).size() + outputs(group).size() <= MOST_BUFFERS
        && group.stream().map(this::spaceOf).distinct().count() == 1
        && group.stream().filter(this::isSum).count() <= 1
        && isLegalWithContraction(group);
  }

  /** At most one, and few backends have a kernel for what follows from it. */
  private boolean isLegalWithContraction(TreeSet<Integer> group) {
    long contractions = group.stream().filter(this::isContraction).count();
    return contractions == 0 || contractions == 1 && fused(group).isPresent();
  }

  /** A group as one op, if the backend has a kernel for it. */
  private Optional<Fused> fused(TreeSet<Integer> group) {
    Fused op = new Fused(body(group));
    List<TensorType> inputs = op.body().inputs();
    return backend.supports(op, inputs, op.infer(inputs)) ? Optional.of(op) : Optional.empty();
  }

  /** What a group reads and does not make. */
  private List<Integer> inputs(TreeSet<Integer> group) {
    return group.stream()
        .flatMap(member -> node(member).inputs().stream())
        .distinct()
        .filter(input -> !group.contains(makers[input]))
        .toList();
  }

  /** What a group makes and others read. */
  private List<Integer> outputs(TreeSet<Integer> group) {
    return group.stream()
        .map(member -> node(member).firstOutput())
        .filter(
            value ->
                graph.outputs().contains(value)
                    || !group.containsAll(readers.get(value))
                    || readers.get(value).isEmpty())
        .toList();
  }

  // ---- the new graph ----

  private Graph rebuilt() {
    Map<TreeSet<Integer>, Fused> fused = fusedGroups();
    Rebuilding rebuilt = new Rebuilding(graph);
    for (int n = 0; n < graph.nodes().size(); n++) {
      TreeSet<Integer> group = groups.get(n);
      if (!fused.containsKey(group)) {
        rebuilt.add(node(n));
      } else if (group.last() == n) {
        rebuilt.add(fused.get(group), node(n), inputs(group), outputs(group));
      }
    }
    return rebuilt.build(graph.outputs());
  }

  /** The groups of two ops and more that the backend has a kernel for. */
  private Map<TreeSet<Integer>, Fused> fusedGroups() {
    Map<TreeSet<Integer>, Fused> fused = new LinkedHashMap<>();
    for (TreeSet<Integer> group : groups) {
      if (group.size() > 1 && !fused.containsKey(group)) {
        fused(group).ifPresent(op -> fused.put(group, op));
      }
    }
    return fused;
  }

  private Graph body(TreeSet<Integer> group) {
    return graph.part(group.stream().map(this::node).toList(), inputs(group), outputs(group));
  }
}
