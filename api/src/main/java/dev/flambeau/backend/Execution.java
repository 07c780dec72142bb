package dev.flambeau.backend;

import dev.flambeau.op.Conversion.Cast;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Runs an op on a backend: by its kernel if there is one, else node by node by its decomposition.
 */
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
      copy(backend, shared.get(), outputs.get(0));
    } else if (backend.supports(op, types, types(outputs))) {
      backend.run(op, inputs, outputs);
    } else {
      Graph graph =
          op.decompose(types)
              .orElseThrow(() -> new UnsupportedOpException(refusal(backend, op, types)));
      run(backend, graph, inputs, outputs);
    }
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

  /**
   * Runs a graph. Values in between live until the last node that reads them; results are copied
   * out at the end, since an output may lie where an input does.
   */
  public static void run(Backend backend, Graph graph, List<View> inputs, List<View> outputs) {
    List<View> values = new ArrayList<>(inputs);
    int[] uses = uses(graph);
    List<@Nullable Buffer> owned = new ArrayList<>();
    inputs.forEach(input -> owned.add(null));
    try {
      for (Graph.Node node : graph.nodes()) {
        List<View> operands = node.inputs().stream().map(values::get).toList();
        Optional<View> view = view(node.op(), types(operands), operands);
        if (view.isPresent()) {
          values.add(view.get());
          owned.add(null);
        } else {
          List<View> made = allocate(backend, node.outputs(), owned);
          values.addAll(made);
          run(backend, node.op(), operands, made);
        }
        release(node.inputs(), values, uses, owned);
      }
      for (int i = 0; i < outputs.size(); i++) {
        copy(backend, values.get(graph.outputs().get(i)), outputs.get(i));
      }
    } finally {
      owned.forEach(Execution::close);
    }
  }

  private static void copy(Backend backend, View from, View to) {
    View flat = new View(from.buffer(), from.offset(), to.type());
    backend.run(new Cast(to.type().dtype()), List.of(flat), List.of(to));
  }

  private static List<View> allocate(
      Backend backend, List<TensorType> types, List<@Nullable Buffer> owned) {
    List<View> views = new ArrayList<>();
    for (TensorType type : types) {
      Buffer buffer = backend.allocate(type.dtype(), type.elements());
      owned.add(buffer);
      views.add(new View(buffer, 0, type));
    }
    return views;
  }

  /** How often each value is read; the graph's outputs are never given up early. */
  private static int[] uses(Graph graph) {
    int values = graph.inputs().size();
    for (Graph.Node node : graph.nodes()) {
      values += node.outputs().size();
    }
    int[] uses = new int[values];
    graph.nodes().forEach(node -> node.inputs().forEach(id -> uses[id]++));
    graph.outputs().forEach(id -> uses[id]++);
    return uses;
  }

  /** Closes each buffer whose last reader has been enqueued, views of it included. */
  private static void release(
      List<Integer> read, List<View> values, int[] uses, List<@Nullable Buffer> owned) {
    for (int id : read) {
      uses[id]--;
      Buffer buffer = values.get(id).buffer();
      if (uses[id] == 0 && !readLater(buffer, values, uses)) {
        for (int i = 0; i < owned.size(); i++) {
          if (owned.get(i) == buffer) {
            close(buffer);
            owned.set(i, null);
          }
        }
      }
    }
  }

  private static boolean readLater(Buffer buffer, List<View> values, int[] uses) {
    for (int i = 0; i < values.size(); i++) {
      if (uses[i] > 0 && values.get(i).buffer() == buffer) {
        return true;
      }
    }
    return false;
  }

  private static void close(@Nullable Buffer buffer) {
    if (buffer != null) {
      buffer.close();
    }
  }

  private static String refusal(Backend backend, Op op, List<TensorType> types) {
    return op.name()
        + " on "
        + backend.device().name()
        + ": neither a kernel nor a decomposition for "
        + types
        + ". It has "
        + Arrays.toString(backend.device().dtypes().toArray())
        + "; cpu:reference has every op and type.";
  }
}
