package dev.flambeau.tck;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.BackendOptions;
import dev.flambeau.backend.Backends;
import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Execution;
import dev.flambeau.backend.setting.Settings;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Philox;
import dev.flambeau.op.TensorType;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.cases.HostTensor;
import dev.flambeau.tck.cases.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Holds a backend to docs/numerics.md: every result is the reference's, bit for bit, and nothing
 * but the result is written.
 *
 * <p>An op for which the backend has a kernel beside a decomposition is run both ways.
 *
 * @param backend the one that is judged
 * @param reference the one that is right: {@code cpu:reference}
 * @param seed what random operands are made from
 */
public record Conformance(Backend backend, Backend reference, long seed) {

  /** Opened once and never closed: it holds nothing but Java's memory. */
  private static final class Reference {
    static final Backend BACKEND = open();

    private static Backend open() {
      Backends backends = Backends.discover();
      return backends.open(backends.find("cpu:reference"), BackendOptions.defaults());
    }
  }

  /** Runs an op or its graph from inputs to outputs. */
  @FunctionalInterface
  private interface Way {
    void run(List<View> inputs, List<View> outputs);
  }

  /** Judges a backend by {@code cpu:reference}, with the seed of {@code -Dflambeau.seed}. */
  public static Conformance of(Backend backend) {
    return new Conformance(backend, Reference.BACKEND, Settings.number("flambeau.seed", 1));
  }

  /** Runs cases, one after the other. */
  public List<Result> run(List<Case> cases) {
    return cases.stream().map(this::run).toList();
  }

  /** Runs one case: by the kernel, and by the decomposition where there are both. */
  public Result run(Case test) {
    Op op = test.op();
    List<HostTensor> inputs = test.inputs(seed);
    List<HostTensor> expected = new ArrayList<>();
    Way right = (from, to) -> Execution.run(reference, op, from, to);
    observe(reference, test, inputs, right, expected)
        .ifPresent(
            fault -> {
              throw new IllegalStateException("the reference itself: " + test + ": " + fault);
            });
    Optional<String> failure =
        judge(test, "", inputs, expected, (from, to) -> Execution.run(backend, op, from, to));
    Optional<Graph> graph = op.decompose(test.types());
    if (failure.isEmpty()
        && graph.isPresent()
        && backend.supports(op, test.types(), op.infer(test.types()))) {
      Way way = (from, to) -> Execution.run(backend, graph.get(), from, to);
      failure = judge(test, " by its decomposition", inputs, expected, way);
    }
    return failure
        .map(message -> Result.failed(test, message))
        .orElseGet(() -> Result.passed(test));
  }

  /** The ops among these cases that the backend can run neither by a kernel nor as a graph. */
  public List<String> missing(List<Case> cases) {
    TreeSet<String> missing = new TreeSet<>();
    cases.forEach(test -> missing(test.op(), test.types(), missing));
    return List.copyOf(missing);
  }

  private void missing(Op op, List<TensorType> types, TreeSet<String> into) {
    if (op.viewOffset(types).isPresent() || backend.supports(op, types, op.infer(types))) {
      return;
    }
    Optional<Graph> graph = op.decompose(types);
    if (graph.isEmpty()) {
      into.add(op.name());
      return;
    }
    List<TensorType> values = new ArrayList<>(types);
    for (Graph.Node node : graph.get().nodes()) {
      missing(node.op(), node.inputs().stream().map(values::get).toList(), into);
      values.addAll(node.outputs());
    }
  }

  private Optional<String> judge(
      Case test, String by, List<HostTensor> inputs, List<HostTensor> expected, Way way) {
    List<HostTensor> actual = new ArrayList<>();
    Optional<String> fault;
    try {
      fault = observe(backend, test, inputs, way, actual);
    } catch (RuntimeException e) {
      fault = Optional.of("threw " + e);
    }
    for (int i = 0; i < expected.size() && fault.isEmpty(); i++) {
      String output = "output " + i + ", " + expected.get(i).type() + ", differs in ";
      fault = Difference.between(expected.get(i), actual.get(i)).map(output::concat);
    }
    String device = backend.device().name();
    return fault.map(
        what ->
            String.format(
                Locale.ROOT,
                "%s on %s%s, seed %d: %s. See docs/numerics.md, \"%s\".",
                test,
                device,
                by,
                seed,
                what,
                test.rule()));
  }

  /** Runs a case and adds its outputs; gives back what was written that must not be. */
  private static Optional<String> observe(
      Backend backend, Case test, List<HostTensor> inputs, Way way, List<HostTensor> results) {
    List<Guarded> placed = new ArrayList<>();
    try {
      for (HostTensor input : inputs) {
        placed.add(Guarded.place(backend, input, offset(test, placed.size(), 0)));
      }
      List<Guarded> outputs = outputs(backend, test, List.copyOf(placed), placed);
      way.run(views(placed.subList(0, inputs.size())), views(outputs));
      Optional<String> fault = Optional.empty();
      for (int i = 0; i < placed.size() && fault.isEmpty(); i++) {
        Guarded tensor = placed.get(i);
        HostTensor read = tensor.read();
        String which = tensor.view().type() + ", ";
        if (outputs.contains(tensor)) {
          results.add(tensor.content(read));
          fault = tensor.trespass(read).map(where -> "wrote outside output " + which + where);
        } else {
          fault = tensor.change(read).map(where -> "changed input " + which + where);
        }
      }
      return fault;
    } finally {
      placed.forEach(Guarded::close);
    }
  }

  /** Places outputs that hold stale values; an optimizer's lie where its states are. */
  private static List<Guarded> outputs(
      Backend backend, Case test, List<Guarded> inputs, List<Guarded> placed) {
    if (test.op() instanceof OptimizerUpdate) {
      return inputs.subList(0, test.op().infer(test.types()).size());
    }
    List<Guarded> outputs = new ArrayList<>();
    for (TensorType type : test.op().infer(test.types())) {
      HostTensor stale = HostTensor.of(type, Values.STALE, new Philox(0, 0, 0, 0));
      outputs.add(Guarded.place(backend, stale, offset(test, placed.size(), 1)));
      placed.add(outputs.get(outputs.size() - 1));
    }
    return outputs;
  }

  /**
   * Where a tensor begins in its buffer: at an odd element in half of all cases, so that aligned
   * and unaligned kernels both run.
   */
  private static int offset(Case test, int operand, int least) {
    return (test.name().hashCode() >> operand & 1) == 0 ? 16 * least : 3;
  }

  private static List<View> views(List<Guarded> tensors) {
    return tensors.stream().map(Guarded::view).toList();
  }
}
