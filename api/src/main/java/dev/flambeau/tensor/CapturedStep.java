package dev.flambeau.tensor;

import dev.flambeau.backend.execution.Plan;
import dev.flambeau.op.CallSite;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.error.CaptureException;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.tensor.error.GradientException;
import dev.flambeau.tensor.error.LabelException;
import dev.flambeau.tensor.memory.Storage;
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
 * optimizer.advance();                       // the recording is a first run
 * var step = CapturedStep.record(device, List.of(x, y), in -> {
 *   Tensor value = loss.of(model.forward(in.get(0)), in.get(1));
 *   value.backward();
 *   optimizer.update();
 *   optimizer.zeroGrad();
 *   return List.of(value);
 * });
 * for (var batch : loader) {
 *   try (var scope = Scope.open()) {
 *     optimizer.advance();
 *     step.run(batch.on(device).tensors());
 *   }
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

  /**
   * A condition under which recorded code would do the same again: that a value of the host, which
   * the code has asked for, is as it was.
   *
   * <p>Each run of a captured step asks it, so it must be cheap and allocate nothing. Two guards
   * that are equal are asked once. Its text names the value in messages.
   */
  public interface Guard {
    /** Whether the value is as it was. */
    boolean holds();
  }

  private final Device device;
  private final List<Tensor> inputs;
  private final Trace trace;
  private final Plan plan;

  /** Where it was recorded: what each run brings to the plan is asked for there. */
  private final CallSite site = CallSite.here();

  private boolean closed;

  private CapturedStep(Device device, List<Tensor> inputs, Trace trace, Plan plan) {
    this.device = device;
    this.inputs = inputs;
    this.trace = trace;
    this.plan = plan;
  }

  /** Whether this thread is being recorded. */
  public static boolean isRecording() {
    return Recording.isOpen();
  }

  /** Tells, while code is recorded, that a value of the host decides what it does. */
  public static void dependsOn(Guard guard) {
    Recording.dependsOn(guard);
  }

  /**
   * Records what code does with these inputs, makes a plan of it, and runs that a first time. The
   * code itself computes nothing: if it or the plan fails, nothing has changed.
   *
   * @throws CaptureException if it cannot be recorded; the message says why, and at which line
   */
  public static CapturedStep record(Device device, List<Tensor> inputs, Code code) {
    List<Tensor> own = new ArrayList<>();
    Trace trace = null;
    try {
      for (Tensor input : inputs) {
        Tensor copy = Scope.outside(() -> TensorTransfer.copy(device, input));
        own.add(input.requiresGrad() ? copy.requiresGrad(true) : copy);
      }
      trace = Trace.of(device, List.copyOf(own), code);
      return firstRun(new CapturedStep(device, List.copyOf(own), trace, trace.plan(device)));
    } catch (RuntimeException | Error e) {
      own.forEach(Tensor::close);
      if (trace != null) {
        trace.close();
      }
      throw e;
    }
  }

  private static CapturedStep firstRun(CapturedStep step) {
    try {
      // What the plan has computed once and for all must not be of a fault that shows later.
      step.device.synchronize();
      step.trace.labels().before(step.device);
      step.plan.run();
      step.trace.labels().after(step.device);
      return step;
    } catch (RuntimeException | Error e) {
      step.close();
      throw e;
    }
  }

  /**
   * Whether it would be recorded again as it was, as far as can be seen: no mode of a module that
   * the code has asked for has changed, nor what wants a gradient, and no tensor that it uses was
   * closed or moved. Numbers and the like that the code reads cannot be seen: {@link #verify}.
   */
  public boolean isCurrent() {
    return !isVoid() && trace.stale() == null;
  }

  /** Whether these are inputs as it was recorded for: their number, types, device and gradients. */
  public boolean takes(List<Tensor> values) {
    if (values.size() != inputs.size()) {
      return false;
    }
    for (int i = 0; i < inputs.size(); i++) {
      Tensor given = values.get(i);
      if (given.device() != device
          || !given.view().type().equals(inputs.get(i).view().type())
          || given.requiresGrad() != inputs.get(i).requiresGrad()) {
        return false;
      }
    }
    return true;
  }

  /** Whether it can never run again: it or a tensor that it uses was closed. */
  public boolean isVoid() {
    return closed || trace.usesReleased();
  }

  /**
   * Records the code once more, without computing anything, and compares.
   *
   * @throws CaptureException if the code would do something else than what was recorded; the
   *     message names the line where it differs
   */
  public synchronized void verify(Code code) {
    try (Trace again = Trace.of(device, inputs, code)) {
      trace.refuseDifference(again);
    }
  }

  /** The code's results, of the latest run: each run overwrites them. */
  public List<Tensor> results() {
    return trace.results();
  }

  /**
   * Runs the step on other inputs, of the same types.
   *
   * @return {@link #results}
   * @throws ShapeMismatchException if an input has another type than the one that was recorded
   * @throws ClosedTensorException if it is closed, or a tensor that it uses has been closed
   * @throws CaptureException if it would be recorded otherwise now: see {@link #isCurrent}
   * @throws GradientException within {@link Tensor#noGrad}, if it has a backward pass
   * @throws LabelException if the host knows of a label that is no class; then nothing was run
   */
  public synchronized List<Tensor> run(List<Tensor> values) {
    Recording.refuse("a captured step is run in it", "Record the code of both as one step");
    if (closed) {
      throw new ClosedTensorException("The captured step has been closed.");
    }
    if (trace.hasBackward() && NoGrad.isOpen()) {
      throw new GradientException(
          "captured step: it has a backward pass, and within noGrad() there is none. Run it outside"
              + " noGrad(), or capture a step without backward.");
    }
    trace.hold();
    CallSite before = CallSite.workFor(site);
    try {
      check(values);
      replay(values);
    } finally {
      trace.release();
      CallSite.workFor(before);
    }
    return trace.results();
  }

  private void replay(List<Tensor> values) {
    try (Operands given = Operands.of("captured step", device, values)) {
      for (int i = 0; i < inputs.size(); i++) {
        Storage own = inputs.get(i).storage();
        own.change();
        own.know(values.get(i).storage().labels());
        device.backend().copy(values.get(i).view(), inputs.get(i).view());
      }
      trace.labels().before(device);
      trace.change();
      plan.run();
      trace.labels().after(device);
    }
  }

  private void check(List<Tensor> values) {
    Object changed = trace.stale();
    if (changed != null) {
      throw new CaptureException(
          "The captured step was recorded for another state: "
              + changed
              + " has changed since. Capture the step again.");
    }
    if (values.size() != inputs.size()) {
      throw new ShapeMismatchException(
          "captured step: takes " + inputs.size() + " inputs, was given " + values.size());
    }
    for (int i = 0; i < inputs.size(); i++) {
      TensorType expected = inputs.get(i).view().type();
      Tensor given = values.get(i);
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
      trace.close();
    }
  }
}
