package dev.flambeau.tensor;

import dev.flambeau.backend.View;
import dev.flambeau.op.CallSite;
import dev.flambeau.op.Graph;
import dev.flambeau.op.Op;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.Value;
import dev.flambeau.tensor.error.CaptureException;
import dev.flambeau.tensor.memory.Storage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ops that a thread asks for on tensors of one device, as a graph. They are noted and not run:
 * so whatever goes wrong until the graph's plan is ready has changed nothing.
 *
 * <p>Tensors are known by where they lie: what lay there before the recording is an input of the
 * graph. An op that changes a tensor in place makes a new value there, which is an output too.
 */
final class Recording implements AutoCloseable {
  private static final ThreadLocal<@Nullable Recording> CURRENT = new ThreadLocal<>();

  /** A value of the graph, and what part of its storage it is. */
  private record Place(View view, int value) {
    boolean overlaps(View other) {
      int end = view.offset() + view.type().elements();
      int otherEnd = other.offset() + other.type().elements();
      return view.offset() < otherEnd && other.offset() < end;
    }
  }

  private record Step(Op op, int[] inputs, int[] outputs, CallSite site) {}

  private final Device device;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Storage, List<Place>> places = new IdentityHashMap<>();

  /** Storages that were not there before, with the type of what was put there first. */
  private final Map<Storage, TensorType> made = new IdentityHashMap<>();

  /** Storages that were there before: whoever closes them, their memory stays until the end. */
  private final List<Storage> held = new ArrayList<>();

  /** What lay there before, by its value. */
  private final Map<Integer, View> inputs = new LinkedHashMap<>();

  /** What was changed in place, and the latest value there. */
  private final Map<View, Integer> changed = new LinkedHashMap<>();

  private final LabelDemands labels = new LabelDemands();

  /** What the host was asked for, and would have to answer in the same way. */
  private final Set<CapturedStep.Guard> guards = new LinkedHashSet<>();

  private int values;
  private boolean hasBackward;

  private Recording(Device device) {
    this.device = device;
  }

  /** Begins to record what this thread does, until it is closed. */
  static Recording begin(Device device) {
    refuse("a step is being recorded already", "Record one step at a time");
    Recording recording = new Recording(device);
    CURRENT.set(recording);
    return recording;
  }

  /** Ends it; what was recorded stays. */
  @Override
  public void close() {
    CURRENT.remove();
    held.forEach(Storage::release);
  }

  // ---- what a thread does while it is recorded ----

  /** Records an op that was asked for, if the thread is being recorded. */
  static void add(Op op, List<Tensor> inputs, List<Tensor> outputs) {
    Recording recording = CURRENT.get();
    if (recording != null) {
      recording.record(op, inputs, outputs);
    }
  }

  /** Notes a value that the code has asked for, if the thread is being recorded. */
  static void dependsOn(CapturedStep.Guard guard) {
    Recording recording = CURRENT.get();
    if (recording != null) {
      recording.guards.add(guard);
    }
  }

  /** Notes what is demanded of labels; a thread is being recorded. */
  static void demand(LabelCheck check, Tensor labels) {
    Recording recording = Objects.requireNonNull(CURRENT.get());
    if (recording.made(labels)) {
      recording.labels.ofMade(check, labels);
    } else {
      recording.labels.ofGiven(check, labels);
    }
  }

  /** Whether a tensor wants a gradient decides what is recorded. */
  private record WantsGradient(Tensor tensor, boolean wanted) implements CapturedStep.Guard {
    @Override
    public boolean holds() {
      return tensor.requiresGrad() == wanted;
    }

    @Override
    public String toString() {
      return "whether the tensor " + tensor.view().type() + " wants a gradient";
    }
  }

  static void refuseRead() {
    refuse(
        "a value is read back: what the host makes of it would be the same at every run",
        "Give the tensor back from the step, and read it afterwards");
  }

  static void refuseWrite(String method) {
    if (CURRENT.get() == null) {
      return; // before a message is made for nobody, a step
    }
    refuse(
        method + ": values come from the host: they would be the same at every run",
        "Hand them in as an input, or write them before the step: of an optimizer, call advance()"
            + " before the step and update() in it, instead of step()");
  }

  /** Throws, if the thread is being recorded. */
  static void refuse(String what, String wayOut) {
    if (CURRENT.get() != null) {
      throw new CaptureException(
          "A step cannot be captured: " + what + ". " + wayOut + ". At " + CallSite.here() + ".");
    }
  }

  /** Notes that a backward pass is recorded, if the thread is being recorded. */
  static void differentiates() {
    Recording recording = CURRENT.get();
    if (recording != null) {
      recording.hasBackward = true;
    }
  }

  /** Whether this thread is being recorded: then ops are noted, and computed by the plan alone. */
  static boolean isOpen() {
    return CURRENT.get() != null;
  }

  private void record(Op op, List<Tensor> operands, List<Tensor> results) {
    for (Tensor operand : operands) {
      checkDevice(operand);
      if (!(operand.gradientTarget() instanceof Tape.Entry)
          && !made.containsKey(operand.storage())) {
        guards.add(new WantsGradient(operand, operand.requiresGrad()));
      }
    }
    results.forEach(this::checkDevice);
    int[] read = operands.stream().mapToInt(this::valueOf).toArray();
    boolean isInPlace = !results.isEmpty() && operands.contains(results.get(0));
    int[] written = new int[results.size()];
    for (int i = 0; i < written.length; i++) {
      written[i] = values++;
      put(results.get(i), written[i], isInPlace);
    }
    steps.add(new Step(op, read, written, CallSite.here()));
  }

  private void checkDevice(Tensor tensor) {
    if (tensor.device() != device) {
      refuse(
          "it is recorded on " + device.name() + " and uses " + tensor.device().name(),
          "Keep a step on one device");
    }
  }

  private void put(Tensor tensor, int value, boolean isInPlace) {
    List<Place> here = places.get(tensor.storage());
    if (here == null) {
      here = new ArrayList<>();
      places.put(tensor.storage(), here);
      made.put(tensor.storage(), tensor.view().type());
    }
    if (isInPlace) {
      here.removeIf(place -> place.overlaps(tensor.view()));
      if (!made.containsKey(tensor.storage())) {
        changed.put(tensor.view(), value);
      }
    }
    here.add(new Place(tensor.view(), value));
  }

  private int valueOf(Tensor tensor) {
    List<Place> here = places.computeIfAbsent(tensor.storage(), this::before);
    for (Place place : here) {
      if (place.view().equals(tensor.view())) {
        return place.value();
      }
    }
    if (made.containsKey(tensor.storage()) || isPartlyChanged(tensor.view())) {
      refuse(
          "a part of a tensor is used that was changed as a whole",
          "Take the part after the change");
    }
    inputs.put(values, tensor.view());
    here.add(new Place(tensor.view(), values));
    return values++;
  }

  /** The places of a storage that was there before, and which an operand holds now. */
  private List<Place> before(Storage storage) {
    storage.retain();
    held.add(storage);
    return new ArrayList<>();
  }

  private boolean isPartlyChanged(View view) {
    return changed.entrySet().stream()
        .anyMatch(
            entry ->
                entry.getKey().buffer() == view.buffer()
                    && new Place(entry.getKey(), entry.getValue()).overlaps(view));
  }

  // ---- what was recorded ----

  LabelDemands labels() {
    return labels;
  }

  List<CapturedStep.Guard> guards() {
    return List.copyOf(guards);
  }

  /** Whether a backward pass is part of it. */
  boolean hasBackward() {
    return hasBackward;
  }

  /** Storages that were there before and that a run changes in place. */
  List<Storage> changed() {
    return external().stream().filter(this::isChanged).toList();
  }

  private boolean isChanged(Storage storage) {
    return changed.keySet().stream().anyMatch(view -> view.buffer() == storage.buffer());
  }

  /** Storages that were used and were there before. */
  List<Storage> external() {
    return places.keySet().stream().filter(storage -> !made.containsKey(storage)).toList();
  }

  /** Whether a tensor's memory was taken while recording. */
  boolean made(Tensor tensor) {
    return made.containsKey(tensor.storage());
  }

  /**
   * Refuses tensors that were made by the step and live on, but are not among its results: at the
   * next run they would not be what they are now.
   */
  void checkNothingElseLives(List<Tensor> results) {
    made.forEach(
        (storage, type) -> {
          boolean isResult = results.stream().anyMatch(result -> result.storage() == storage);
          if (!isResult && !storage.isReleased()) {
            throw new CaptureException(
                "A step cannot be captured: a tensor "
                    + type
                    + " that it made lives on. Give it back from the step, or close it there:"
                    + " gradients by zeroGrad() at its end. What is to last, as an optimizer's"
                    + " state, must be there before: run the step once without capture.");
          }
        });
  }

  /** The graph's inputs, in its order. */
  List<View> inputViews() {
    return List.copyOf(inputs.values());
  }

  /** The graph's outputs: results, then what was changed in place. */
  List<View> outputViews(List<Tensor> results) {
    List<View> views = new ArrayList<>();
    results.forEach(result -> views.add(result.view()));
    views.addAll(changed.keySet());
    return views;
  }

  /**
   * All ops in the order in which they were asked for; outputs are those of {@link #outputViews}.
   */
  Graph graph(List<Tensor> results) {
    Graph.Builder graph = Graph.over(inputs.values().stream().map(View::type).toList());
    Map<Integer, Value> known = new HashMap<>();
    for (int value : inputs.keySet()) {
      known.put(value, graph.input(known.size()));
    }
    for (Step step : steps) {
      Value[] operands = Arrays.stream(step.inputs()).mapToObj(known::get).toArray(Value[]::new);
      List<Value> outputs = graph.at(step.site()).addAll(step.op(), operands);
      for (int i = 0; i < step.outputs().length; i++) {
        known.put(step.outputs()[i], outputs.get(i));
      }
    }
    List<Value> given = new ArrayList<>();
    results.forEach(result -> given.add(known.get(valueOf(result))));
    changed.values().forEach(value -> given.add(known.get(value)));
    return graph.build(given.toArray(Value[]::new));
  }
}
