package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.View;
import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Runs a graph of supported ops once, node by node: memory in between is taken where a value is
 * made, and given back behind its last reader.
 */
final class GraphRun implements AutoCloseable {
  private final Backend backend;
  private final Graph graph;
  private final View[] views;
  private final @Nullable Buffer[] own;

  /** By value: the last node that reads it, or a view of it; all nodes for an output. */
  private final int[] lastReaders;

  /** By node: the values of which it is the last reader. */
  private final List<List<Integer>> lastRead = new ArrayList<>();

  private final List<TensorType> types;

  /** By value: the value in whose memory it lies. */
  private final int[] roots;

  private GraphRun(Backend backend, Graph graph, List<View> inputs) {
    this.backend = backend;
    this.graph = graph;
    this.types = graph.types();
    int values = types.size();
    views = new View[values];
    own = new Buffer[values];
    lastReaders = new int[values];
    roots = new int[values];
    for (int i = 0; i < inputs.size(); i++) {
      views[i] = inputs.get(i);
      roots[i] = i;
    }
  }

  /** Runs a graph; an output may lie where an input does. */
  static void of(Backend backend, Graph graph, List<View> inputs, List<View> outputs) {
    try (GraphRun run = new GraphRun(backend, graph, inputs)) {
      run.trace();
      run.place(inputs, outputs);
      run.nodes();
      for (int i = 0; i < outputs.size(); i++) {
        View made = run.views[graph.outputs().get(i)];
        View target = outputs.get(i);
        if (made.buffer() != target.buffer() || made.offset() != target.offset()) {
          backend.copy(new View(made.buffer(), made.offset(), target.type()), target);
        }
      }
    }
  }

  private void trace() {
    int end = graph.nodes().size();
    for (int n = 0; n < end; n++) {
      Graph.Node node = graph.nodes().get(n);
      for (int input : node.inputs()) {
        lastReaders[roots[input]] = n;
      }
      for (int i = 0; i < node.outputs().size(); i++) {
        int value = node.firstOutput() + i;
        roots[value] = root(node, i, value);
        lastReaders[roots[value]] = n;
      }
    }
    graph.outputs().forEach(output -> lastReaders[roots[output]] = end);
    for (int n = 0; n <= end; n++) {
      lastRead.add(new ArrayList<>());
    }
    for (int value = graph.inputs().size(); value < lastReaders.length; value++) {
      lastRead.get(lastReaders[value]).add(value);
    }
  }

  private int root(Graph.Node node, int output, int value) {
    if (node.op().viewOffset(types(node)).isPresent()) {
      return roots[node.inputs().get(0)];
    }
    OptionalInt changed = node.op().inPlaceOf(output);
    return changed.isPresent() ? roots[node.inputs().get(changed.getAsInt())] : value;
  }

  private List<TensorType> types(Graph.Node node) {
    return node.inputs().stream().map(types::get).toList();
  }

  /** Puts results where they are wanted, unless that may still be read as an input. */
  private void place(List<View> inputs, List<View> outputs) {
    for (int i = 0; i < outputs.size(); i++) {
      int value = graph.outputs().get(i);
      View target = outputs.get(i);
      boolean isRead = inputs.stream().anyMatch(input -> input.buffer() == target.buffer());
      if (!isRead && roots[value] == value && value >= inputs.size() && views[value] == null) {
        views[value] = target;
      }
    }
  }

  private void nodes() {
    for (int n = 0; n < graph.nodes().size(); n++) {
      Graph.Node node = graph.nodes().get(n);
      List<View> inputs = new ArrayList<>();
      node.inputs().forEach(input -> inputs.add(views[input]));
      OptionalInt offset = node.op().viewOffset(inputs.stream().map(View::type).toList());
      List<View> outputs = new ArrayList<>();
      for (int i = 0; i < node.outputs().size(); i++) {
        outputs.add(place(node, i, offset));
      }
      if (offset.isEmpty()) {
        backend.run(node.op(), inputs, outputs);
      }
      release(n);
    }
  }

  private View place(Graph.Node node, int output, OptionalInt offset) {
    int value = node.firstOutput() + output;
    if (views[value] != null) {
      return views[value];
    }
    TensorType type = node.outputs().get(output);
    OptionalInt changed = node.op().inPlaceOf(output);
    if (offset.isPresent()) {
      View source = views[node.inputs().get(0)];
      views[value] = new View(source.buffer(), source.offset() + offset.getAsInt(), type);
    } else if (changed.isPresent()) {
      views[value] = views[node.inputs().get(changed.getAsInt())];
    } else {
      Buffer buffer = backend.allocate(type.dtype(), type.elements());
      own[value] = buffer;
      views[value] = new View(buffer, 0, type);
    }
    return views[value];
  }

  private void release(int n) {
    for (int value : lastRead.get(n)) {
      Buffer buffer = own[value];
      if (buffer != null) {
        buffer.close();
        own[value] = null;
      }
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
