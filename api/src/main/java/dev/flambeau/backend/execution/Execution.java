package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.UnsupportedOpException;
import dev.flambeau.backend.View;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Runs an op on a backend: by its kernel if there is one, else by its decomposition. */
public final class Execution {
  private Execution() {}

  /**
   * Runs an op into given outputs.
   *
   * @throws UnsupportedOpException if there is neither kernel nor decomposition
   */
  public static void run(Backend backend, Op op, List<View> inputs, List<View> outputs) {
    List<TensorType> types = types(inputs);
    Optional<View> shared = view(op, types, inputs);
    if (shared.isPresent()) {
      View source = shared.get();
      View target = outputs.get(0);
      backend.copy(new View(source.buffer(), source.offset(), target.type()), target);
    } else if (backend.supports(op, types, types(outputs))) {
      backend.run(op, inputs, outputs);
    } else {
      EagerGraphs.of(backend, op, types).run(backend, inputs, outputs);
    }
  }

  /** Runs a graph; an output may lie where an input does. */
  public static void run(Backend backend, Graph graph, List<View> inputs, List<View> outputs) {
    new EagerGraph(Lowering.of(backend, graph)).run(backend, inputs, outputs);
  }

  private static List<TensorType> types(List<View> views) {
    List<TensorType> types = new ArrayList<>(views.size());
    for (View view : views) {
      types.add(view.type());
    }
    return types;
  }

  /** The op's output as a view of its input, where it is no more than that. */
  public static Optional<View> view(Op op, List<TensorType> types, List<View> inputs) {
    OptionalInt offset = op.viewOffset(types);
    if (offset.isEmpty()) {
      return Optional.empty();
    }
    View source = inputs.get(0);
    TensorType type = op.infer(types).get(0);
    return Optional.of(new View(source.buffer(), source.offset() + offset.getAsInt(), type));
  }
}
