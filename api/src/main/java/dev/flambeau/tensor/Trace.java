package dev.flambeau.tensor;

import dev.flambeau.backend.View;
import dev.flambeau.backend.execution.Plan;
import dev.flambeau.op.Graph;
import dev.flambeau.tensor.error.CaptureException;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.memory.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recorded code: the graph of its ops, what they read and change, and what it depends on. */
final class Trace implements AutoCloseable {
  private final Graph graph;
  private final List<View> inputs;
  private final List<View> outputs;

  /** The values of the graph that are made anew come first among its outputs. */
  private final int made;

  private final List<Tensor> results;
  private final LabelDemands labels;

  /** Where all lies that a plan uses and that others could close. */
  private final List<Storage> used;

  /** Where a run writes. */
  private final List<Storage> written;

  private final List<CapturedStep.Guard> guards;
  private final boolean hasBackward;

  /**
   * @param computed the results, and beside them what the step computes for its labels
   */
  private Trace(Recording recording, List<Tensor> results, List<Tensor> computed) {
    List<Tensor> fresh = computed.stream().filter(recording::made).toList();
    this.labels = recording.labels();
    this.graph = recording.graph(fresh);
    this.inputs = recording.inputViews();
    this.outputs = recording.outputViews(fresh);
    this.made = fresh.size();
    this.results = List.copyOf(results);
    this.used = with(recording.external(), fresh);
    this.written = with(recording.changed(), fresh);
    this.guards = recording.guards();
    this.hasBackward = recording.hasBackward();
  }

  private static List<Storage> with(List<Storage> some, List<Tensor> more) {
    return Stream.concat(some.stream(), more.stream().map(Tensor::storage)).toList();
  }

  /**
   * Records code. It computes nothing.
   *
   * @throws CaptureException if it cannot be recorded
   */
  static Trace of(Device device, List<Tensor> inputs, CapturedStep.Code code) {
    List<Tensor> results = new ArrayList<>();
    try (Recording recording = Recording.begin(device)) {
      try (Scope scope = Scope.open()) {
        for (Tensor result : code.run(inputs)) {
          results.add(Scope.outside(result::detach));
        }
      }
      List<Tensor> computed = new ArrayList<>(results);
      computed.addAll(recording.labels().strays());
      recording.checkNothingElseLives(computed);
      return new Trace(recording, results, computed);
    } catch (RuntimeException | Error e) {
      results.forEach(Tensor::close);
      throw e;
    }
  }

  Plan plan(Device device) {
    return Plan.fusing(device.backend(), graph, inputs, outputs);
  }

  List<Tensor> results() {
    return results;
  }

  /** What it demands of labels. */
  LabelDemands labels() {
    return labels;
  }

  /** Whether a tensor that it uses has been closed. */
  boolean usesReleased() {
    for (int i = 0; i < used.size(); i++) { // an iterator would be an object a step
      if (used.get(i).isReleased()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Keeps the memory of all that it uses, until {@link #release}.
   *
   * @throws ClosedTensorException if something was given back already
   */
  void hold() {
    for (int i = 0; i < used.size(); i++) {
      if (!used.get(i).retain()) {
        release(i);
        throw new ClosedTensorException(
            "A tensor that the captured step uses has been closed or moved since, as a model's"
                + " parameters are. Capture the step again.");
      }
    }
  }

  void release() {
    release(used.size());
  }

  private void release(int count) {
    for (int i = 0; i < count; i++) {
      used.get(i).release();
    }
  }

  /** Whether a backward pass is part of it. */
  boolean hasBackward() {
    return hasBackward;
  }

  /** Notes that a run writes where it does. */
  void change() {
    for (int i = 0; i < written.size(); i++) {
      written.get(i).change();
    }
  }

  /** Something that was asked for while recording and is other now; null if nothing is. */
  @Nullable Object stale() {
    for (int i = 0; i < guards.size(); i++) {
      if (!guards.get(i).holds()) {
        return guards.get(i);
      }
    }
    return null;
  }

  // ---- whether the code does the same again ----

  void refuseDifference(Trace again) {
    List<Graph.Node> before = graph.nodes();
    List<Graph.Node> now = again.graph.nodes();
    for (int i = 0; i < Math.min(before.size(), now.size()); i++) {
      if (!isSame(before.get(i), now.get(i), again)) {
        throw refusal(describe(before.get(i)), describe(now.get(i)));
      }
    }
    if (before.size() != now.size()) {
      throw before.size() > now.size()
          ? refusal(describe(before.get(now.size())), "nothing")
          : refusal("nothing", describe(now.get(before.size())));
    }
    if (!graph.outputs().equals(again.graph.outputs()) || !changed().equals(again.changed())) {
      throw refusal("other results", "these");
    }
  }

  private boolean isSame(Graph.Node before, Graph.Node now, Trace again) {
    return before.op().equals(now.op())
        && before.outputs().equals(now.outputs())
        && before.inputs().equals(now.inputs())
        && before.inputs().stream().allMatch(value -> isSameInput(value, again));
  }

  /** A value that is an input of both graphs must be the same tensor. */
  private boolean isSameInput(int value, Trace again) {
    return value >= Math.min(inputs.size(), again.inputs.size())
        || inputs.get(value).equals(again.inputs.get(value));
  }

  private List<View> changed() {
    return outputs.subList(made, outputs.size());
  }

  private static String describe(Graph.Node node) {
    return node.op() + " at " + node.site();
  }

  private static CaptureException refusal(String before, String now) {
    return new CaptureException(
        "A captured step would not compute what its code does now: it was recorded with "
            + before
            + ", the code now has "
            + now
            + ". A number, a flag or a tensor that the code reads has changed since. Hand it in as a"
            + " tensor of the batch, write new values into the same tensor, or run the step"
            + " eagerly.");
  }

  /** Gives the memory of the results back. */
  @Override
  public void close() {
    results.forEach(Tensor::close);
    labels.close();
  }
}
