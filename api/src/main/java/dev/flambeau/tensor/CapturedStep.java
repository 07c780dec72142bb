package dev.flambeau.tensor;

import dev.flambeau.backend.execution.Plan;
import dev.flambeau.op.CallSite;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * Code on tensors, recorded once and replayed as a plan: no tape, no inference of shapes, no
 * allocation, and the bits of the code itself.
 *
 * <p>What the code computes must follow from its inputs and from tensors that were there before, by
 * the same ops in every run. It may change those tensors in place, as an optimizer does. It may not
 * read a value back, since what the host decides from one is decided once and for all, nor bring
 * values from the host but by its inputs. A training step as usual is {@code TrainingStep}, of
 * dev.flambeau.train.
 *
 * <pre>{@code
 * var step = CapturedStep.record(device, List.of(x, y), in -> {
 *   Loss value = loss.of(model.forward(in.get(0)), in.get(1));
 *   value.backward();
 *   optimizer.update();
 *   optimizer.zeroGrad();
 *   return List.of(value.tensor());
 * });
 * for (var batch : loader) {
 *   optimizer.advance();
 *   step.run(List.of(batch.input(device), batch.target(device)));
 * }
 * }</pre>
 */
public final class CapturedStep implements AutoCloseable {
  /** What is recorded. */
  @FunctionalInterface
  public interface Code {
    /** Computes results from inputs, all on one device. */
    List<Tensor> run(List<Tensor> inputs);
  }

  private final Device device;
  private final List<Tensor> inputs;
  private final List<Tensor> results;
  private final List<Storage> external;
  private final Plan plan;

  /** Where it was recorded: what each run brings to the plan is asked for there. */
  private final CallSite site = CallSite.here();

  private boolean closed;

  private CapturedStep(
      Device device, List<Tensor> inputs, List<Tensor> results, List<Storage> external, Plan plan) {
    this.device = device;
    this.inputs = List.copyOf(inputs);
    this.results = List.copyOf(results);
    this.external = external;
    this.plan = plan;
  }

  /**
   * Records what code does with these inputs, makes a plan of it, and runs that a first time. The
   * code itself computes nothing: if it or the plan fails, nothing has changed.
   *
   * @throws CaptureException if it cannot be recorded; the message says why, and at which line
   */
  public static CapturedStep record(Device device, List<Tensor> inputs, Code code) {
    List<Tensor> own = new ArrayList<>();
    List<Tensor> results = new ArrayList<>();
    try (Recording recording = Recording.begin(device)) {
      try (Scope scope = Scope.open()) {
        inputs.forEach(input -> own.add(Scope.outside(() -> input.copyOn(device))));
        for (Tensor result : code.run(List.copyOf(own))) {
          results.add(Scope.outside(result::alias));
        }
      }
      recording.checkNothingElseLives(results);
      List<Tensor> made = results.stream().filter(recording::made).toList();
      Plan plan =
          Plan.fusing(
              device.backend(),
              recording.graph(made),
              recording.inputViews(),
              recording.outputViews(made));
      return firstRun(new CapturedStep(device, own, results, recording.external(), plan));
    } catch (RuntimeException | Error e) {
      own.forEach(Tensor::close);
      results.forEach(Tensor::close);
      throw e;
    }
  }

  private static CapturedStep firstRun(CapturedStep step) {
    try {
      // What the plan has computed once and for all must not be of a fault that shows later.
      step.device.synchronize();
      step.plan.run();
      return step;
    } catch (RuntimeException | Error e) {
      step.close();
      throw e;
    }
  }

  /** The code's results, of the latest run: each run overwrites them. */
  public List<Tensor> results() {
    return results;
  }

  /**
   * Runs the step on other inputs, of the same types.
   *
   * @return {@link #results}
   * @throws ShapeMismatchException if an input has another type than the one that was recorded
   * @throws ClosedTensorException if it is closed, or a tensor that it uses has been closed
   */
  public synchronized List<Tensor> run(List<Tensor> values) {
    Recording.refuse("a captured step is run in it", "Record the code of both as one step");
    check(values);
    CallSite before = CallSite.workFor(site);
    try {
      for (int i = 0; i < inputs.size(); i++) {
        device.backend().copy(values.get(i).view(), inputs.get(i).view());
      }
      plan.run();
    } finally {
      CallSite.workFor(before);
    }
    return results;
  }

  private void check(List<Tensor> values) {
    for (int i = 0; i < external.size(); i++) {
      if (closed || external.get(i).isReleased()) {
        throw new ClosedTensorException(
            closed
                ? "The captured step has been closed."
                : "A tensor that the captured step uses has been closed or moved since, as a model's"
                    + " parameters are. Capture the step again.");
      }
    }
    if (values.size() != inputs.size()) {
      throw new ShapeMismatchException(
          "captured step: takes " + inputs.size() + " inputs, was given " + values.size());
    }
    for (int i = 0; i < inputs.size(); i++) {
      TensorType expected = inputs.get(i).view().type();
      Tensor given = values.get(i);
      given.check("captured step", device);
      if (!given.view().type().equals(expected)) {
        throw new ShapeMismatchException(
            "captured step: input "
                + i
                + " was "
                + expected
                + " when it was recorded, is "
                + given.view().type()
                + ". Capture a step of its own for other shapes.");
      }
    }
  }

  /** Gives the plan's memory back, and that of the results. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      plan.close();
      inputs.forEach(Tensor::close);
      results.forEach(Tensor::close);
    }
  }
}
