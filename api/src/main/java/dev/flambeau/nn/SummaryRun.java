package dev.flambeau.nn;

import dev.flambeau.nn.Summary.Row;
import dev.flambeau.op.DType;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.dry.DryRun;
import dev.flambeau.tensor.dry.DryRun.Ran;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs a model for its {@link Summary}. An op belongs to the layer whose state it reads, or what
 * was made of that state alone; it needs no help from the layers.
 */
final class SummaryRun {
  private final Module model;
  private final MemberTree tree;
  private final Map<String, Module> modules;

  /** The layers of state, and of what is made of it alone, by the number of its memory. */
  private final Map<Integer, String> owners = new HashMap<>();

  /** Memory that depends on the inputs. */
  private final Set<Integer> activations = new HashSet<>();

  private final Map<String, Long> parameters = new LinkedHashMap<>();
  private final List<Row> rows = new ArrayList<>();

  SummaryRun(Module model) {
    this.model = model;
    this.tree = new MemberTree(model);
    this.modules = tree.namedModules();
  }

  Summary of(Function<List<Tensor>, ?> forward, TensorType... inputs) {
    Map<StateTensor, @Nullable Tensor> own = new IdentityHashMap<>();
    Map<Module, Boolean> modes = new LinkedHashMap<>();
    modules.values().forEach(module -> modes.put(module, module.isTraining()));
    try (DryRun run = new DryRun();
        Scope scope = Scope.open();
        var noGrad = Tensor.noGrad()) {
      model.eval();
      tree.named(StateTensor.class).forEach((path, tensor) -> place(run, path, tensor, own));
      List<Tensor> given = new ArrayList<>();
      for (TensorType input : inputs) {
        DryRun.Given one = run.give(input);
        activations.add(one.memory());
        given.add(one.tensor());
      }
      int before = run.count();
      forward.apply(given);
      run.since(before).forEach(this::add);
    } finally {
      own.forEach(StateTensor::exchange);
      modes.forEach(Module::mode);
    }
    return summary();
  }

  private void place(
      DryRun run, String path, StateTensor tensor, Map<StateTensor, @Nullable Tensor> own) {
    DryRun.Given values = run.give(new TensorType(DType.FLOAT32, tensor.shape()));
    own.put(tensor, tensor.exchange(values.tensor()));
    String owner = path.substring(0, Math.max(0, path.lastIndexOf('.')));
    owners.put(values.memory(), owner);
    if (tensor instanceof Parameter) {
      parameters.merge(owner, (long) tensor.shape().elements(), Long::sum);
    }
  }

  private void add(Ran ran) {
    String owner =
        ran.inputs().stream()
            .map(value -> owners.get(value.memory()))
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
    boolean isActivation =
        ran.inputs().stream().anyMatch(value -> activations.contains(value.memory()));
    for (DryRun.Value output : ran.outputs()) {
      if (isActivation) {
        activations.add(output.memory());
      } else if (owner != null) {
        owners.put(output.memory(), owner);
      }
    }
    if (isActivation) {
      addRow(owner, ran);
    }
  }

  private void addRow(@Nullable String owner, Ran ran) {
    TensorType output = ran.outputs().get(0).type();
    long multiplyAdds = ran.multiplyAdds();
    long own = 0;
    Row latest = rows.isEmpty() ? null : rows.get(rows.size() - 1);
    if (owner != null && latest != null && isOf(latest, owner)) {
      multiplyAdds += latest.multiplyAdds();
      own = latest.parameters();
      rows.remove(rows.size() - 1);
    } else if (owner != null) {
      own = Objects.requireNonNullElse(parameters.remove(owner), 0L);
    }
    rows.add(
        new Row(
            owner == null ? "" : owner,
            owner == null ? ran.op().name() : kind(owner),
            output.shape(),
            own,
            multiplyAdds,
            output.bytes()));
  }

  private boolean isOf(Row row, String owner) {
    return row.name().equals(owner) && row.kind().equals(kind(owner));
  }

  private String kind(String path) {
    return Objects.requireNonNull(modules.get(path)).getClass().getSimpleName();
  }

  private Summary summary() {
    long all = 0;
    long trained = 0;
    for (Parameter parameter : tree.tensors(Parameter.class)) {
      all += parameter.shape().elements();
      trained += parameter.requiresGrad() ? parameter.shape().elements() : 0;
    }
    return new Summary(
        rows,
        all,
        trained,
        rows.stream().mapToLong(Row::multiplyAdds).sum(),
        rows.stream().mapToLong(Row::outputBytes).sum());
  }
}
