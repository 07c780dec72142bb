package dev.flambeau.train;

import dev.flambeau.nn.Module;
import dev.flambeau.op.DType;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.op.UpdateRule;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The exponential moving average of a model's parameters, for validation and for use: {@code a ←
 * decay·a + (1 − decay)·p} after each step, beside the parameters on their device. Buffers, as
 * running means, are copied.
 *
 * <pre>{@code
 * var average = MovingAverage.of(model, 0.999);
 * for (var batch : loader) {
 *   try (var scope = Scope.open()) {
 *     step.run(batch.on(device));
 *     average.update();
 *   }
 * }
 * average.swap(); // the model has the averages, until the next swap
 * }</pre>
 *
 * @see "B. T. Polyak, A. B. Juditsky: Acceleration of Stochastic Approximation by Averaging, 1992"
 */
public final class MovingAverage implements AutoCloseable {
  private static final String UPDATES = "n_averaged";
  private static final String MODULE = "module.";
  private static final OptimizerUpdate UPDATE = new OptimizerUpdate(new AverageUpdate());

  /** numerics.md, "Moving averages". */
  public record AverageUpdate() implements UpdateRule {
    @Override
    public List<String> numbers() {
      return List.of("decay", "share");
    }

    @Override
    public Value step(UpdateStep step) {
      Value part = step.number("share").mul(step.gradient());
      return UpdateStep.withoutSubnormals(step.number("decay").fma(step.parameter(), part));
    }
  }

  private final Module model;
  private final double decay;
  private final boolean isWarmingUp;

  /** By the model's names. */
  private final Map<String, Tensor> averages = new LinkedHashMap<>();

  private @Nullable Tensor numbers;
  private long updates;
  private boolean isSwapped;
  private boolean closed;

  private MovingAverage(Module model, double decay, boolean isWarmingUp) {
    if (!(decay >= 0) || (float) decay >= 1) {
      throw new OptimizerException(
          "decay: must be at least 0 and less than 1, was given " + decay + ".");
    }
    this.model = model;
    this.decay = decay;
    this.isWarmingUp = isWarmingUp;
    model.liveState().forEach((name, tensor) -> averages.put(name, copy(tensor)));
  }

  /**
   * The average of a model that lies on a device; it begins as the model is now.
   *
   * @param decay the share of what was before, in [0, 1)
   */
  public static MovingAverage of(Module model, double decay) {
    return new MovingAverage(model, decay, false);
  }

  /** The same with a decay that rises to this one: {@code min(decay, (1 + n) / (10 + n))}. */
  public static MovingAverage warmingUp(Module model, double decay) {
    return new MovingAverage(model, decay, true);
  }

  private static Tensor copy(Tensor tensor) {
    try (NoGrad noGrad = Tensor.noGrad()) {
      return Scope.outside(() -> tensor.cast(tensor.dtype()));
    }
  }

  /** The number of updates so far. */
  public long updates() {
    return updates;
  }

  /**
   * Moves the averages towards the parameters, in one op.
   *
   * @throws OptimizerException while the model has the averages, and after {@link #close}
   */
  public void update() {
    checkOpen();
    refuseSwapped("update");
    if (CapturedStep.isRecording()) {
      throw new OptimizerException(
          "update: a step that is captured counts no updates. Call it after the step.");
    }
    List<Tensor> changed = new ArrayList<>();
    List<Tensor> parameters = new ArrayList<>();
    model
        .namedParameters()
        .forEach(
            (name, parameter) -> {
              changed.add(at(name, parameter.tensor()));
              parameters.add(parameter.tensor());
            });
    if (!changed.isEmpty()) {
      Functional.update(UPDATE, changed, parameters, numbers(parameters.get(0).device()));
    }
    model
        .namedBuffers()
        .forEach((name, buffer) -> at(name, buffer.tensor()).copyFrom(buffer.tensor()));
    updates++;
  }

  private Tensor numbers(Device device) {
    double warm = (1.0 + updates) / (10.0 + updates);
    double now = isWarmingUp ? Math.min(decay, warm) : decay;
    Tensor brought =
        device.bring(HostTensor.of(new float[] {(float) now, (float) (1 - now)}, 2), numbers);
    numbers = brought;
    return brought;
  }

  /** The average of a tensor, where that lies. */
  private Tensor at(String name, Tensor tensor) {
    Tensor average = averages.get(name);
    if (average.device() != tensor.device()) {
      Tensor moved = Scope.outside(() -> average.to(tensor.device()));
      averages.put(name, moved);
      average.close();
      return moved;
    }
    return average;
  }

  /** Exchanges the model's values and the averages; a second time they are as before. */
  public void swap() {
    checkOpen();
    each(
        (tensor, average) -> {
          try (Tensor before = copy(tensor)) {
            tensor.copyFrom(average);
            average.copyFrom(before);
          }
        });
    isSwapped = !isSwapped;
  }

  private void each(BiConsumer<Tensor, Tensor> action) {
    model.liveState().forEach((name, tensor) -> action.accept(tensor, at(name, tensor)));
  }

  /**
   * Gives a model of the same members the averages; the one that is trained stays as it is.
   *
   * @throws OptimizerException while the model that is trained has them, or if a name or a shape is
   *     another one; then nothing was copied
   */
  public void copyTo(Module other) {
    checkOpen();
    refuseSwapped("copyTo");
    Map<String, Tensor> into = other.liveState();
    check("model", types(averages), types(into), "copied");
    into.forEach((name, tensor) -> tensor.copyFrom(averages.get(name)));
  }

  private static Map<String, TensorType> types(Map<String, Tensor> tensors) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> types.put(name, new TensorType(tensor.dtype(), tensor.shape())));
    return types;
  }

  private static void check(
      String what, Map<String, TensorType> own, Map<String, TensorType> given, String done) {
    TreeSet<String> wrong = new TreeSet<>(own.keySet());
    wrong.addAll(given.keySet());
    wrong.removeIf(name -> own.containsKey(name) && own.get(name).equals(given.get(name)));
    if (!wrong.isEmpty()) {
      throw new OptimizerException(
          "The "
              + what
              + " is not of this average's members, nothing was "
              + done
              + ": "
              + wrong
              + " are missing, not known, or of another type.");
    }
  }

  // ---- state ----

  /**
   * Copies on the host of all that a run needs to go on, by PyTorch's names: {@code n_averaged}, an
   * INT32, and {@code module.} with each of the model's.
   *
   * @throws OptimizerException while the model has the averages, and after {@link #close}
   */
  public Map<String, HostTensor> stateDict() {
    checkOpen();
    refuseSwapped("stateDict");
    Map<String, HostTensor> state = new LinkedHashMap<>();
    state.put(UPDATES, HostTensor.of(new int[] {Math.toIntExact(updates)}));
    averages.forEach((name, average) -> state.put(MODULE + name, average.toHost()));
    return Collections.unmodifiableMap(state);
  }

  /**
   * Goes on from a {@link #stateDict}.
   *
   * @throws OptimizerException while the model has the averages, or if a name is missing or not its
   *     own, or a shape or type differs; then nothing was loaded
   */
  public void loadStateDict(Map<String, ? extends HostTensor> state) {
    checkOpen();
    refuseSwapped("loadStateDict");
    Map<String, TensorType> own = new LinkedHashMap<>();
    own.put(UPDATES, new TensorType(DType.INT32, Shape.SCALAR));
    types(averages).forEach((name, type) -> own.put(MODULE + name, type));
    Map<String, TensorType> given = new LinkedHashMap<>();
    state.forEach((name, tensor) -> given.put(name, tensor.type()));
    check("state", own, given, "loaded");
    int taken = ((HostTensor.Ints) state.get(UPDATES)).values()[0];
    if (taken < 0) {
      throw new OptimizerException("The state has " + taken + " updates, nothing was loaded.");
    }
    averages.forEach((name, average) -> average.write(state.get(MODULE + name)));
    updates = taken;
  }

  private void refuseSwapped(String method) {
    if (isSwapped) {
      throw new OptimizerException(method + ": the model has the averages. Call swap() once more.");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new OptimizerException("The moving average has been closed.");
    }
  }

  /** Frees the averages; the model keeps what it has. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    averages.values().forEach(Tensor::close);
    averages.clear();
    if (numbers != null) {
      numbers.close();
      numbers = null;
    }
  }
}
