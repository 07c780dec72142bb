package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.setting.Settings;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.Conversion;
import dev.flambeau.op.Fill;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedContraction;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Op;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Unary;
import dev.flambeau.op.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes one op of ops that follow from each other, where the backend has a kernel for it: {@link
 * Fused}, or {@link FusedContraction} of a contraction and its epilogue.
 *
 * <p>An op may join the group of an operand if nothing that waits for the group is waited for by
 * it: {@link Dependencies}. What stood in between and waits for the group comes after it. Single
 * numbers belong to every group that reads them.
 */
final class Fusion {
  /** Ops of a kernel at most; longer chains become several. */
  private static final int MOST_OPS = 32;

  /** What a GPU's kernel may be given. */
  private static final int MOST_BUFFERS = 12;

  /** So far a way is followed from a group. */
  private static final int MOST_STEPS = 256;

  private static final Set<Integer> EMPTY = Set.of();

  private final Backend backend;
  private final Graph graph;
  private final Dependencies dependencies;
  private final List<TensorType> types;
  private final TreeSet<Integer> results;

  /** By node: the nodes that are computed with it, in order; none for an op that stays alone. */
  private final List<TreeSet<Integer>> groups = new ArrayList<>();

  /** By group of more than one node: the op that it becomes. */
  private final Map<TreeSet<Integer>, Replacement> replacements = new IdentityHashMap<>();

  private Fusion(Backend backend, Graph graph) {
    this.backend = backend;
    this.graph = graph;
    this.dependencies = new Dependencies(graph);
    this.types = dependencies.types();
    this.results = new TreeSet<>(graph.outputs());
    graph.nodes().forEach(node -> groups.add(new TreeSet<>()));
  }

  /** Whether ops are fused at all: not with {@code -Dflambeau.fusion=off}. */
  static boolean isOn() {
    return !Settings.word("flambeau.fusion", "on", "off").equals("off");
  }

  /** The graph with groups as one op each, unless fusion is off. */
  static Graph of(Backend backend, Graph graph) {
    if (!isOn()) {
      return graph;
    }
    Fusion fusion = new Fusion(backend, Cleanup.of(graph));
    for (int n = 0; n < fusion.graph.nodes().size(); n++) {
      fusion.join(n);
    }
    for (int n = fusion.graph.nodes().size() - 1; n >= 0; n--) {
      fusion.sink(n);
    }
    return fusion.rewritten();
  }

  // ---- which ops go together ----

  private void join(int n) {
    if (!mayJoin(node(n).op())) {
      return;
    }
    TreeSet<Integer> own = new TreeSet<>(List.of(n));
    for (int input : isContraction(n) ? List.<Integer>of() : node(n).inputs()) {
      int maker = dependencies.maker(input);
      if (maker < 0 || own.contains(maker) || groups.get(maker).isEmpty()) {
        continue;
      }
      TreeSet<Integer> both = new TreeSet<>(own);
      both.addAll(groups.get(maker));
      Optional<Replacement> all = legal(both);
      if (all.isPresent()) {
        own = both;
        replacements.put(both, all.get());
      }
    }
    assign(own);
  }

  // ---- which are better made where they are read ----

  /**
   * Moves what a group makes for one other group alone there, with all that only it is made of,
   * unless that group had to read more for it: so it is neither written nor read. The gradient of a
   * norm takes its normalized input from the input again, not from the forward pass.
   */
  private void sink(int n) {
    TreeSet<Integer> from = groups.get(n);
    TreeSet<Integer> to = onlyReader(n);
    if (from.size() < 2 || to == null || to == from) {
      return;
    }
    TreeSet<Integer> moved = madeFor(n, from);
    if (moved == null || readsMore(moved, from, to, n)) {
      return;
    }
    TreeSet<Integer> rest = new TreeSet<>(from);
    rest.removeAll(moved);
    TreeSet<Integer> both = new TreeSet<>(to);
    both.addAll(moved);
    if (!rest.isEmpty() && !regroup(rest, both)) {
      assign(from);
      assign(to);
    }
  }

  /** The group that all readers of a node's result are in; null if they are not in one. */
  private @Nullable TreeSet<Integer> onlyReader(int n) {
    int value = node(n).firstOutput();
    List<Integer> readers = dependencies.readers(value);
    if (readers.isEmpty() || results.contains(value)) {
      return null;
    }
    TreeSet<Integer> first = groups.get(readers.get(0));
    return !first.isEmpty() && first.containsAll(readers) ? first : null;
  }

  /** A node and what in its group only it is made of; null if that is more than arithmetic. */
  private @Nullable TreeSet<Integer> madeFor(int last, TreeSet<Integer> group) {
    TreeSet<Integer> made = new TreeSet<>(List.of(last));
    for (int n : group.headSet(last, false).descendingSet()) {
      List<Integer> readers = dependencies.readers(node(n).firstOutput());
      boolean isForIt = made.containsAll(readers) && !results.contains(node(n).firstOutput());
      if (isForIt && !(node(n).op() instanceof Reduction) && !isContraction(n)) {
        made.add(n);
      }
    }
    boolean isCheap =
        made.stream()
            .allMatch(
                n ->
                    Fused.isElementwise(node(n).op())
                        && !(node(n).op() instanceof Unary.Elementary));
    return isCheap ? made : null;
  }

  /**
   * Whether more memory would be touched: what the new group reads in place of the result, and what
   * the old one gives that it did not. What is given is brought in, written, and read.
   */
  private boolean readsMore(
      TreeSet<Integer> moved, TreeSet<Integer> from, TreeSet<Integer> to, int result) {
    Set<Integer> read = new TreeSet<>(inputs(moved));
    read.removeAll(inputs(to));
    Set<Integer> given = new TreeSet<>(outputs(from));
    long bytes = 3 * bytes(node(result).firstOutput());
    for (int value : read) {
      boolean isNew = from.contains(dependencies.maker(value)) && !given.contains(value);
      bytes -= isNew ? 3 * bytes(value) : bytes(value);
    }
    return bytes < 0;
  }

  private long bytes(int value) {
    return types.get(value).bytes();
  }

  /** Makes these the groups of their nodes. Whether both are legal. */
  private boolean regroup(TreeSet<Integer> first, TreeSet<Integer> second) {
    assign(first);
    assign(second);
    return replace(first) && replace(second);
  }

  private void assign(TreeSet<Integer> group) {
    group.forEach(member -> groups.set(member, group));
  }

  /** Finds the op that a group becomes, if it is of several nodes. Whether there is one. */
  private boolean replace(TreeSet<Integer> group) {
    Optional<Replacement> all = group.size() > 1 ? legal(group) : Optional.empty();
    all.ifPresent(replacement -> replacements.put(group, replacement));
    return group.size() == 1 || all.isPresent();
  }

  private static boolean mayJoin(Op op) {
    return Fused.isElementwise(op)
        || op instanceof Reduction.Sum
        || op instanceof Reduction.Max
        || op instanceof Conversion.OneHot
        || op instanceof Movement.Reshape
        || op instanceof Contraction;
  }

  private Graph.Node node(int n) {
    return graph.nodes().get(n);
  }

  private Optional<Replacement> legal(TreeSet<Integer> group) {
    return group.size() <= MOST_OPS && isConvex(group) ? fused(group) : Optional.empty();
  }

  /**
   * Whether nothing that waits for a member is waited for by another one. A search that grows long
   * has found a way through the network, or is not worth its end.
   */
  private boolean isConvex(TreeSet<Integer> group) {
    int last = group.last();
    BitSet seen = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    group.forEach(member -> follow(member, group, seen, open));
    for (int steps = 0; !open.isEmpty(); steps++) {
      int n = open.poll();
      if (group.contains(n) || steps == MOST_STEPS) {
        return false;
      }
      if (groups.get(n).size() > 1) {
        groups.get(n).forEach(member -> follow(member, EMPTY, seen, open));
      } else if (n < last) {
        follow(n, EMPTY, seen, open);
      }
    }
    return true;
  }

  private void follow(int n, Set<Integer> without, BitSet seen, Deque<Integer> open) {
    for (int next : dependencies.successors(n)) {
      if (!without.contains(next) && !seen.get(next)) {
        seen.set(next);
        open.add(next);
      }
    }
  }

  /** An op in the place of others, by the numbers of the values that it reads and makes. */
  private record Replacement(Op op, List<Integer> inputs, List<Integer> outputs) {
    List<TensorType> types(List<TensorType> all) {
      return inputs.stream().map(all::get).toList();
    }
  }

  /** A group as one op, if its ops have a space in common and the backend has a kernel for it. */
  private Optional<Replacement> fused(TreeSet<Integer> group) {
    Replacement all;
    try {
      List<Integer> products = group.stream().filter(this::isContraction).toList();
      if (products.size() > 1) {
        return Optional.empty();
      }
      all = products.isEmpty() ? elementwise(group) : epilogue(products.get(0), group);
    } catch (FlambeauException e) { // its ops compute over shapes that do not stretch to one
      return Optional.empty();
    }
    List<TensorType> inputs = all.types(types);
    boolean isTaken =
        all.inputs.size() + all.outputs.size() <= MOST_BUFFERS
            && backend.supports(all.op, inputs, all.op.infer(inputs));
    return isTaken ? Optional.of(all) : Optional.empty();
  }

  private boolean isContraction(int n) {
    return node(n).op() instanceof Contraction;
  }

  private Replacement elementwise(TreeSet<Integer> group) {
    List<Integer> inputs = inputs(group);
    List<Integer> outputs = outputs(group);
    return new Replacement(new Fused(body(group, inputs, outputs)), inputs, outputs);
  }

  /** A contraction of what the group does not make, and what the group makes of its result. */
  private Replacement epilogue(int contraction, TreeSet<Integer> group) {
    Graph.Node node = node(contraction);
    int product = node.firstOutput();
    TreeSet<Integer> rest = new TreeSet<>(group);
    rest.remove(contraction);
    List<Integer> read = new ArrayList<>(List.of(product));
    inputs(rest).stream().filter(input -> input != product).forEach(read::add);
    List<Integer> outputs = new ArrayList<>(outputs(group));
    boolean givesProduct = outputs.remove((Integer) product);
    Fused epilogue = new Fused(body(rest, read, outputs));
    List<Integer> inputs = new ArrayList<>(node.inputs());
    inputs.addAll(read.subList(1, read.size()));
    if (inputs.stream().anyMatch(input -> group.contains(dependencies.maker(input)))) {
      throw new ShapeMismatchException("fused: a contraction reads what its epilogue makes");
    }
    if (givesProduct) {
      outputs.add(0, product);
    }
    Contraction op = (Contraction) node.op();
    return new Replacement(new FusedContraction(op, epilogue, givesProduct), inputs, outputs);
  }

  /** What a group reads and does not make; numbers it has for itself. */
  private List<Integer> inputs(TreeSet<Integer> group) {
    return group.stream()
        .flatMap(member -> node(member).inputs().stream())
        .distinct()
        .filter(input -> !group.contains(dependencies.maker(input)) && !isNumber(input))
        .toList();
  }

  private boolean isNumber(int value) {
    int maker = dependencies.maker(value);
    return maker >= 0 && node(maker).op() instanceof Fill && types.get(value).shape().rank() == 0;
  }

  /** What a group makes and others read. */
  private List<Integer> outputs(TreeSet<Integer> group) {
    return group.stream()
        .map(member -> node(member).firstOutput())
        .filter(
            value ->
                results.contains(value)
                    || !group.containsAll(dependencies.readers(value))
                    || dependencies.readers(value).isEmpty())
        .toList();
  }

  // ---- the new graph ----

  private Graph rewritten() {
    GraphRewriter rewriter = new GraphRewriter(graph);
    for (int n : order()) {
      Replacement replacement = replacements.get(groups.get(n));
      if (replacement != null) {
        rewriter.add(replacement.op, node(n), replacement.inputs, replacement.outputs);
      } else {
        rewriter.add(node(n));
      }
    }
    return Cleanup.of(rewriter.build(graph.outputs()));
  }

  /** The last node of each group, so that none comes before what it waits for; else as it was. */
  private List<Integer> order() {
    int[] left = new int[graph.nodes().size()];
    for (int n = 0; n < left.length; n++) {
      for (int next : dependencies.successors(n)) {
        left[last(next)] += last(n) == last(next) ? 0 : 1;
      }
    }
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int n = 0; n < left.length; n++) {
      if (last(n) == n && left[n] == 0) {
        ready.add(n);
      }
    }
    List<Integer> order = new ArrayList<>();
    while (!ready.isEmpty()) {
      int n = ready.poll();
      order.add(n);
      for (int member : groups.get(n).isEmpty() ? List.of(n) : groups.get(n)) {
        for (int next : dependencies.successors(member)) {
          if (last(next) != n && --left[last(next)] == 0) {
            ready.add(last(next));
          }
        }
      }
    }
    return order;
  }

  /** The last node of a node's group. */
  private int last(int n) {
    return groups.get(n).isEmpty() ? n : groups.get(n).last();
  }

  /** The ops of a group, each once, over values and giving others. */
  private Graph body(TreeSet<Integer> group, List<Integer> inputs, List<Integer> outputs) {
    Graph.Builder body = Graph.over(inputs.stream().map(types::get).toList());
    Map<Integer, Value> known = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      known.put(inputs.get(i), body.input(i));
    }
    Map<Made, Value> made = new HashMap<>();
    for (int member : group) {
      Graph.Node node = node(member);
      List<Value> operands = new ArrayList<>();
      for (int input : node.inputs()) {
        operands.add(known.computeIfAbsent(input, number -> number(body, number)));
      }
      Made same = new Made(node.op(), operands);
      boolean isOutput = outputs.contains(node.firstOutput());
      Value value = isOutput ? null : made.get(same);
      if (value == null) {
        value = body.at(node.site()).addAll(node.op(), operands).get(0);
        made.put(same, value);
      }
      known.put(node.firstOutput(), value);
    }
    return body.build(outputs.stream().map(known::get).toList());
  }

  /** An op on operands, by which a value that is made twice is known. */
  private record Made(Op op, List<Value> operands) {}

  private Value number(Graph.Builder body, int value) {
    return body.add(node(dependencies.maker(value)).op());
  }
}
