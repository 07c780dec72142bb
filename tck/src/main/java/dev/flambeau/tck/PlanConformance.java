package dev.flambeau.tck;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Execution;
import dev.flambeau.backend.execution.Plan;
import dev.flambeau.op.Graph;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Philox;
import dev.flambeau.op.TensorType;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.cases.HostTensor;
import dev.flambeau.tck.cases.RandomGraph;
import dev.flambeau.tck.cases.Values;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Holds a backend's plans to docs/numerics.md: a graph of random ops gives the same bits made ready
 * as a whole, with ops fused, and op by op, here and on the reference.
 *
 * @param backend the one that is judged
 * @param reference the one that is right: {@code cpu:reference}
 */
public record PlanConformance(Backend backend, Backend reference) {

  /** Judges a backend by {@code cpu:reference}. */
  public static PlanConformance of(Backend backend) {
    return new PlanConformance(backend, Conformance.of(backend).reference());
  }

  /** What is wrong with the graphs of some seeds; {@code -Dflambeau.seed} begins with another. */
  public List<String> failures(int graphs) {
    long first = Long.getLong("flambeau.seed", 1);
    return LongStream.range(first, first + graphs)
        .mapToObj(seed -> failure(RandomGraph.draw(seed), seed))
        .flatMap(Optional::stream)
        .toList();
  }

  /** What is wrong with a graph on inputs of this seed. */
  Optional<String> failure(Graph graph, long seed) {
    List<HostTensor> inputs = inputs(graph, seed);
    List<HostTensor> expected = opByOp(reference, graph, inputs);
    Optional<String> fault =
        difference(expected, opByOp(backend, graph, inputs)).map("op by op: "::concat);
    if (fault.isEmpty()) {
      fault = difference(expected, planned(graph, inputs, seed)).map("as a plan: "::concat);
    }
    String device = backend.device().name();
    return fault.map(
        what ->
            String.format(
                Locale.ROOT,
                "graph of seed %d on %s, %s. -Dflambeau.seed=%d replays it: %s",
                seed,
                device,
                what,
                seed,
                text(graph)));
  }

  /** Op by op, with the numbers of what each reads and makes: {@code 6 = add [0, 2]}. */
  private static String text(Graph graph) {
    return graph.nodes().stream()
            .map(node -> node.firstOutput() + " = " + Case.text(node.op()) + " " + node.inputs())
            .collect(Collectors.joining("; ", graph.inputs() + " ", "; outputs "))
        + graph.outputs();
  }

  private static List<HostTensor> inputs(Graph graph, long seed) {
    List<HostTensor> inputs = new ArrayList<>();
    for (TensorType type : graph.inputs()) {
      Philox random = new Philox(seed, Philox.TEST_DATA, inputs.size(), 0);
      inputs.add(HostTensor.of(type, Values.UNIFORM, random));
    }
    return inputs;
  }

  private static Optional<String> difference(List<HostTensor> expected, List<HostTensor> actual) {
    for (int i = 0; i < expected.size(); i++) {
      String output = "output " + i + ", " + expected.get(i).type() + ", differs in ";
      Optional<String> found = Difference.between(expected.get(i), actual.get(i));
      if (found.isPresent()) {
        return found.map(output::concat);
      }
    }
    return Optional.empty();
  }

  /** What a graph gives whose ops are run one by one, each into memory of its own. */
  private static List<HostTensor> opByOp(Backend backend, Graph graph, List<HostTensor> inputs) {
    List<Guarded> owned = new ArrayList<>();
    try {
      List<View> values = new ArrayList<>(placed(backend, inputs, owned));
      for (Graph.Node node : graph.nodes()) {
        List<View> operands = node.inputs().stream().map(values::get).toList();
        List<TensorType> types = operands.stream().map(View::type).toList();
        Optional<View> view = Execution.view(node.op(), types, operands);
        if (view.isPresent()) {
          values.add(view.get());
        } else {
          List<View> outputs =
              node.op() instanceof OptimizerUpdate
                  ? operands.subList(0, node.outputs().size())
                  : placed(backend, stale(node.outputs()), owned);
          Execution.run(backend, node.op(), operands, outputs);
          values.addAll(outputs);
        }
      }
      return read(backend, graph.outputs().stream().map(values::get).toList());
    } finally {
      owned.forEach(Guarded::close);
    }
  }

  /** What a plan gives in its second run, the first one being on other inputs. */
  private List<HostTensor> planned(Graph graph, List<HostTensor> inputs, long seed) {
    List<Guarded> owned = new ArrayList<>();
    try {
      List<View> from = placed(backend, inputs(graph, seed + 1), owned);
      List<TensorType> types = graph.outputs().stream().map(graph.types()::get).toList();
      List<View> to = new ArrayList<>(placed(backend, stale(types), owned));
      to.set(0, from.get(0));
      try (Plan plan = Plan.fusing(backend, graph, from, to)) {
        plan.run();
        for (int i = 0; i < inputs.size(); i++) {
          backend.write(
              inputs.get(i).bytes().duplicate().order(ByteOrder.nativeOrder()), from.get(i));
        }
        plan.run();
      }
      return read(backend, to);
    } finally {
      owned.forEach(Guarded::close);
    }
  }

  private static List<HostTensor> stale(List<TensorType> types) {
    return types.stream()
        .map(type -> HostTensor.of(type, Values.STALE, new Philox(0, 0, 0, 0)))
        .toList();
  }

  private static List<View> placed(Backend backend, List<HostTensor> tensors, List<Guarded> owned) {
    List<View> views = new ArrayList<>();
    for (HostTensor tensor : tensors) {
      owned.add(Guarded.place(backend, tensor, 0));
      views.add(owned.get(owned.size() - 1).view());
    }
    return views;
  }

  private static List<HostTensor> read(Backend backend, List<View> views) {
    List<HostTensor> tensors = new ArrayList<>();
    for (View view : views) {
      HostTensor tensor = HostTensor.zeros(view.type());
      backend.read(view, tensor.bytes().duplicate().order(tensor.bytes().order()));
      tensors.add(tensor);
    }
    return tensors;
  }
}
