package dev.flambeau.backend.execution;

import dev.flambeau.backend.Backend;
import dev.flambeau.backend.Buffer;
import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.backend.View;
import dev.flambeau.op.DType;
import dev.flambeau.op.Graph;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where each value of a graph lies.
 *
 * <p>A view lies in what it is a view of, a state where it lay before its update, and a result in
 * its output, unless that may still be read as an input. All other values share buffers with those
 * whose lives do not touch theirs, large ones first: Y. Pisarchyk and J. Lee, Efficient Memory
 * Management for Deep Neural Net Inference (2020), "Greedy by Size" over shared objects. What is
 * the same in every run, since it depends on no input, shares with nothing.
 */
final class BufferAssignment implements AutoCloseable {
  /** A buffer, and from which to which node it is taken. */
  private record Slot(Buffer buffer, List<int[]> lives) {
    boolean isFree(int from, int to) {
      return lives.stream().allMatch(life -> life[1] < from || to < life[0]);
    }
  }

  private final Backend backend;
  private final ScheduledGraph scheduled;
  private final Graph graph;
  private final List<View> outputs;
  private final List<Buffer> buffers = new ArrayList<>();

  private final List<TensorType> types;

  private final Aliases aliases;

  /** By value: the node that makes it, −1 for an input. */
  private final int[] makers;

  /** By root: the step in which it ends to be needed, {@link Aliases#lastSteps}. */
  private final int[] lastSteps;

  private final boolean[] constant;
  private final @Nullable View[] places;

  private BufferAssignment(
      Backend backend, ScheduledGraph scheduled, List<View> inputs, List<View> outputs) {
    this.backend = backend;
    this.scheduled = scheduled;
    this.graph = scheduled.graph();
    this.outputs = outputs;
    this.aliases = new Aliases(graph);
    this.types = aliases.types();
    int values = types.size();
    makers = new int[values];
    lastSteps = aliases.lastSteps(scheduled);
    constant = new boolean[values];
    places = new View[values];
    Arrays.fill(makers, 0, inputs.size(), -1);
    for (int i = 0; i < inputs.size(); i++) {
      places[i] = inputs.get(i);
    }
  }

  /** Places all values, in buffers of the backend's where they need any. */
  static BufferAssignment of(
      Backend backend, ScheduledGraph scheduled, List<View> inputs, List<View> outputs) {
    BufferAssignment assignment = new BufferAssignment(backend, scheduled, inputs, outputs);
    try {
      assignment.trace();
      assignment.placeOutputs(inputs);
      assignment.placeOthers();
    } catch (RuntimeException | Error e) {
      assignment.close();
      throw e;
    }
    return assignment;
  }

  /** Where a value lies. */
  View view(int value) {
    View place = places[aliases.root(value)];
    if (place == null) {
      throw new IllegalStateException("value " + value + " has no place");
    }
    return aliases.view(value, place);
  }

  /** Whether a node is no more than a view of its input. */
  boolean isView(int node) {
    return aliases.isView(node);
  }

  List<View> views(List<Integer> values) {
    return values.stream().map(this::view).toList();
  }

  /** Whether a value is the same in every run. */
  boolean isConstant(int value) {
    return constant[value];
  }

  /** Finds makers and constants. */
  private void trace() {
    for (int n = 0; n < graph.nodes().size(); n++) {
      Graph.Node node = graph.nodes().get(n);
      boolean isConstant = true;
      for (int input : node.inputs()) {
        isConstant &= constant[input];
      }
      for (int value : node.outputIds()) {
        makers[value] = n;
        constant[value] = isConstant;
      }
    }
  }

  private void placeOutputs(List<View> inputs) {
    for (int i = 0; i < outputs.size(); i++) {
      int value = graph.outputs().get(i);
      View output = outputs.get(i);
      boolean isFree =
          inputs.stream().noneMatch(input -> input.buffer() == output.buffer())
              && outputs.stream().filter(other -> other.buffer() == output.buffer()).count() == 1;
      if (places[value] == null && aliases.root(value) == value && !constant[value] && isFree) {
        places[value] = output;
      }
    }
  }

  private void placeOthers() {
    List<Integer> others = new ArrayList<>();
    for (int value = 0; value < types.size(); value++) {
      if (aliases.root(value) == value && places[value] == null) {
        others.add(value);
      }
    }
    others.sort(Comparator.comparing((Integer value) -> types.get(value).elements()).reversed());
    List<Slot> slots = new ArrayList<>();
    for (int value : others) {
      Slot slot = constant[value] ? slot(value) : shared(value, slots);
      places[value] = new View(slot.buffer(), 0, types.get(value));
    }
  }

  /** The smallest slot that is free while a value lives, or a new one. */
  private Slot shared(int value, List<Slot> slots) {
    DType dtype = types.get(value).dtype();
    int from = scheduled.step(makers[value]);
    int to = lastSteps[value];
    Slot found = null;
    for (Slot slot : slots) {
      // Those that come later are no larger.
      if (slot.buffer().dtype() == dtype && slot.isFree(from, to)) {
        found = slot;
      }
    }
    if (found == null) {
      found = slot(value);
      slots.add(found);
    }
    found.lives().add(new int[] {from, to});
    return found;
  }

  private Slot slot(int value) {
    TensorType type = types.get(value);
    try {
      Buffer buffer = backend.allocate(type.dtype(), type.elements());
      buffers.add(buffer);
      return new Slot(buffer, new ArrayList<>());
    } catch (OutOfDeviceMemoryException e) {
      throw e.askedBy(graph.nodes().get(makers[value]).op().name());
    }
  }

  /** Gives the buffers back. */
  @Override
  public void close() {
    buffers.forEach(Buffer::close);
  }
}
