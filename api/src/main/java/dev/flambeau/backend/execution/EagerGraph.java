package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.View;
import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph of supported ops to be run node by node, on other tensors each time: memory in between is
 * taken where a value is made, and given back behind its last reader.
 */
final class EagerGraph {
  private final Graph graph;
  private final Aliases aliases;

  /** By node: the values that it makes. */
  private final List<List<Integer>> made = new ArrayList<>();

  /** By node: the values that no later one reads, nor a view of them. */
  private final List<List<Integer>> lastRead = new ArrayList<>();

  EagerGraph(Graph graph) {
    this.graph = graph;
    this.aliases = new Aliases(graph);
    int[] lastSteps = aliases.lastSteps(ScheduledGraph.asItStands(graph));
    for (Graph.Node node : graph.nodes()) {
      made.add(node.outputIds());
      lastRead.add(new ArrayList<>());
    }
    for (int value = graph.inputs().size(); value < lastSteps.length; value++) {
      if (lastSteps[value] < graph.nodes().size()) {
        lastRead.get(lastSteps[value]).add(value);
      }
    }
  }

  /** Runs it; an output may lie where an input does, and is written last. */
  void run(Backend backend, List<View> inputs, List<View> outputs) {
    try (Run run = new Run(backend, inputs)) {
      run.place(inputs, outputs);
      for (int n = 0; n < graph.nodes().size(); n++) {
        run.node(n);
      }
      for (int i = 0; i < outputs.size(); i++) {
        run.bring(graph.outputs().get(i), outputs.get(i));
      }
    }
  }

  /** One run: where the values lie. */
  private final class Run implements AutoCloseable {
    private final Backend backend;
    private final @Nullable View[] places;
    private final @Nullable Buffer[] own;

    Run(Backend backend, List<View> inputs) {
      this.backend = backend;
      this.places = new View[aliases.types().size()];
      this.own = new Buffer[places.length];
      for (int i = 0; i < inputs.size(); i++) {
        places[i] = inputs.get(i);
      }
    }

    /** Puts results where they are wanted, unless that may still be read as an input. */
    void place(List<View> inputs, List<View> outputs) {
      for (int i = 0; i < outputs.size(); i++) {
        int value = graph.outputs().get(i);
        View target = outputs.get(i);
        boolean isRead = inputs.stream().anyMatch(input -> input.buffer() == target.buffer());
        if (!isRead && aliases.root(value) == value && places[value] == null) {
          places[value] = target;
        }
      }
    }

    void node(int n) {
      Graph.Node node = graph.nodes().get(n);
      if (!aliases.isView(n)) {
        backend.run(node.op(), views(node.inputs()), views(made.get(n)));
      }
      for (int value : lastRead.get(n)) {
        Buffer buffer = own[value];
        if (buffer != null) {
          buffer.close();
          own[value] = null;
        }
      }
    }

    private List<View> views(List<Integer> values) {
      List<View> views = new ArrayList<>(values.size());
      values.forEach(value -> views.add(aliases.view(value, place(aliases.root(value)))));
      return views;
    }

    private View place(int root) {
      View place = places[root];
      if (place == null) {
        TensorType type = aliases.types().get(root);
        Buffer buffer = backend.allocate(type.dtype(), type.elements());
        own[root] = buffer;
        place = new View(buffer, 0, type);
        places[root] = place;
      }
      return place;
    }

    /** Copies a result to where it is wanted, unless it lies there. */
    void bring(int value, View target) {
      View made = aliases.view(value, place(aliases.root(value)));
      if (made.buffer() != target.buffer() || made.offset() != target.offset()) {
        backend.copy(new View(made.buffer(), made.offset(), target.type()), target);
      }
    }

    @Override
    public void close() {
      for (Buffer buffer : own) {
        if (buffer != null) {
          buffer.close();
        }
      }
    }
  }
}
