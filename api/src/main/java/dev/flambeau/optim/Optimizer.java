package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.DType;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes parameters by their gradients, in place: one fused op for all of them.
 *
 * <p>Its state lies beside each parameter, begins as 0, follows the parameter when a model is
 * moved, and lives until the optimizer is closed.
 */
public abstract class Optimizer implements AutoCloseable {
  private static final String STEP = "step";
  private static final String RATE = "lr";

  private final List<Parameter> parameters;
  private final OptimizerUpdate update;
  private final List<String> stateNames;
  private final Map<Parameter, List<Tensor>> states = new IdentityHashMap<>();
  private @Nullable Tensor scalars;
  private float learningRate;
  private Schedule schedule = Schedule.constant();
  private long steps;
  private boolean closed;

  /**
   * An optimizer of some parameters.
   *
   * @param stateNames of the state beside each parameter, as PyTorch names it
   * @throws OptimizerException if there are no parameters, or one is there twice
   */
  Optimizer(
      List<Parameter> parameters,
      OptimizerUpdate update,
      List<String> stateNames,
      double learningRate) {
    this.parameters = List.copyOf(parameters);
    this.update = update;
    this.stateNames = List.copyOf(stateNames);
    checkParameters(this.parameters);
    learningRate(learningRate);
  }

  private static void checkParameters(List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      throw new OptimizerException(
          "An optimizer needs parameters, was given none. A model's are model.parameters().");
    }
    Set<Parameter> once = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Parameter parameter : parameters) {
      if (!once.add(parameter)) {
        throw new OptimizerException(
            "An optimizer changes each parameter once, was given " + parameter + " twice.");
      }
    }
  }

  /**
   * The numbers of a step that change from step to step, as the update names them.
   *
   * @param step its number, from 1
   */
  abstract float[] scalars(long step);

  /** The number of steps that it has taken. */
  public final long steps() {
    return steps;
  }

  /**
   * Goes on as after so many steps.
   *
   * @throws OptimizerException if there are fewer than 0
   */
  public final void steps(long taken) {
    if (taken < 0) {
      throw new OptimizerException("steps: must be at least 0, were given as " + taken + ".");
    }
    steps = taken;
  }

  /**
   * The rate of the next step, as FLOAT32: the schedule's.
   *
   * @throws OptimizerException if the schedule gives one that is negative or not finite
   */
  public final double learningRate() {
    double rate = schedule.rate(learningRate, steps);
    if (!(rate >= 0) || !Float.isFinite((float) rate)) {
      throw new OptimizerException(
          "The schedule gives a rate of "
              + rate
              + " after "
              + steps
              + " steps; it must be finite and at least 0.");
    }
    return (float) rate;
  }

  /**
   * Sets the rate of each step from here on, by the steps taken and the optimizer's own rate. A
   * schedule is no part of {@link #stateDict}: whoever resumes a run sets it again.
   */
  public final void schedule(Schedule rates) {
    schedule = rates;
  }

  /**
   * Changes the optimizer's own rate, which a schedule begins with.
   *
   * @param rate rounded to FLOAT32
   * @throws OptimizerException if it is negative or not finite
   */
  public final void learningRate(double rate) {
    learningRate = Hyperparameter.atLeast(0, "learningRate", rate);
  }

  /** Frees the parameters' gradients. */
  public final void zeroGrad() {
    parameters.forEach(parameter -> parameter.tensor().zeroGrad());
  }

  /**
   * Changes each parameter that has a gradient: {@link #advance}, then {@link #update}. Memory is
   * taken first: where there is none, neither parameters nor state have changed, and the step does
   * not count.
   */
  public final void step() {
    long before = steps;
    try {
      advance();
      update();
    } catch (RuntimeException | Error e) {
      steps = before;
      throw e;
    }
  }

  /**
   * The host's part of a step: makes room for the state, counts the step, and brings its numbers,
   * as the learning rate, to the parameters' device.
   *
   * @throws OptimizerException after {@link #close}
   */
  public final void advance() {
    checkOpen();
    for (int i = 0; i < parameters.size(); i++) { // an iterator would be an object a step
      if (parameters.get(i).requiresGrad()) {
        states(parameters.get(i));
      }
    }
    bring(scalars(steps + 1));
    steps++;
  }

  private void bring(float[] numbers) {
    Device device = parameters.get(0).tensor().device();
    if (scalars != null && scalars.device() != device) {
      scalars.close();
      scalars = null;
    }
    if (scalars == null) {
      scalars = Scope.outside(() -> device.tensor(numbers, numbers.length));
    } else {
      scalars.write(numbers);
    }
  }

  /**
   * The device's part of a step: changes each parameter that has a gradient, by the numbers of the
   * latest {@link #advance}. This part can be captured.
   *
   * @throws OptimizerException before the first {@link #advance}, and after {@link #close}
   */
  public final void update() {
    checkOpen();
    Tensor numbers = scalars;
    if (numbers == null) {
      throw new OptimizerException("update: call advance() first, or step() for both.");
    }
    List<Tensor> changed = new ArrayList<>();
    List<Tensor> gradients = new ArrayList<>();
    for (Parameter parameter : parameters) {
      parameter
          .grad()
          .ifPresent(
              gradient -> {
                changed.add(parameter.tensor());
                changed.addAll(states(parameter));
                gradients.add(gradient);
              });
    }
    if (!gradients.isEmpty()) {
      Functional.update(update, changed, gradients, numbers);
    }
  }

  /** The state of a parameter, where that lies; zeros at first. */
  private List<Tensor> states(Parameter parameter) {
    Tensor values = parameter.tensor();
    List<Tensor> known = states.get(parameter);
    if (known != null && (known.isEmpty() || known.get(0).device() == values.device())) {
      return known;
    }
    List<Tensor> made = new ArrayList<>();
    try {
      for (int i = 0; i < stateNames.size(); i++) {
        int number = i;
        made.add(
            Scope.outside(
                () ->
                    known == null
                        ? values.constant(0, values.shape())
                        : known.get(number).to(values.device())));
      }
    } catch (RuntimeException | Error e) {
      made.forEach(Tensor::close);
      throw e;
    }
    if (known != null) {
      known.forEach(Tensor::close);
    }
    states.put(parameter, made);
    return made;
  }

  // ---- state ----

  /**
   * Copies on the host of all that a run needs to go on: the state beside the parameters, by the
   * parameter's number and PyTorch's name ({@code 3.exp_avg}), the number of steps ({@code step},
   * INT32) and the learning rate that a schedule begins with ({@code lr}).
   *
   * @throws OptimizerException after {@link #close}
   */
  public final Map<String, HostTensor> stateDict() {
    checkOpen();
    Map<String, HostTensor> state = new LinkedHashMap<>();
    state.put(STEP, HostTensor.of(new int[] {Math.toIntExact(steps)}));
    state.put(RATE, HostTensor.of(new float[] {learningRate}));
    for (int i = 0; i < parameters.size(); i++) {
      List<Tensor> own = states.get(parameters.get(i));
      Shape shape = parameters.get(i).shape();
      for (int j = 0; j < stateNames.size(); j++) {
        HostTensor values =
            own == null
                ? new HostTensor.Floats(shape, new float[shape.elements()])
                : own.get(j).toHost();
        state.put(i + "." + stateNames.get(j), values);
      }
    }
    return Collections.unmodifiableMap(state);
  }

  /**
   * Takes the state of an optimizer of the same kind on the same model: from {@link #stateDict}, or
   * a file.
   *
   * @throws OptimizerException if a name is missing or not its own, a shape or type differs, or a
   *     number cannot be right; then nothing was loaded
   */
  public final void loadStateDict(Map<String, ? extends HostTensor> state) {
    checkOpen();
    checkTypes(state);
    int taken = ((HostTensor.Ints) state.get(STEP)).values()[0];
    float rate = ((HostTensor.Floats) state.get(RATE)).values()[0];
    if (taken < 0) {
      throw new OptimizerException("The state has " + taken + " steps, nothing was loaded.");
    }
    Hyperparameter.atLeast(0, "The state's learning rate", rate);
    parameters.forEach(this::states);
    for (int i = 0; i < parameters.size(); i++) {
      for (int j = 0; j < stateNames.size(); j++) {
        states(parameters.get(i)).get(j).write(state.get(i + "." + stateNames.get(j)));
      }
    }
    steps = taken;
    learningRate = rate;
  }

  private void checkTypes(Map<String, ? extends HostTensor> state) {
    Map<String, TensorType> own = types();
    List<String> wrong = new ArrayList<>();
    own.forEach(
        (name, type) -> {
          HostTensor found = state.get(name);
          if (found == null) {
            wrong.add(name + " is missing");
          } else if (!found.type().equals(type)) {
            wrong.add(name + " is " + found.type() + ", should be " + type);
          }
        });
    state.keySet().stream()
        .filter(name -> !own.containsKey(name))
        .forEach(name -> wrong.add(name + " is not the optimizer's"));
    if (!wrong.isEmpty()) {
      throw new OptimizerException(
          "The state is not this optimizer's, nothing was loaded: "
              + String.join("; ", wrong)
              + ".");
    }
  }

  private Map<String, TensorType> types() {
    Map<String, TensorType> types = new LinkedHashMap<>();
    types.put(STEP, new TensorType(DType.INT32, Shape.SCALAR));
    types.put(RATE, new TensorType(DType.FLOAT32, Shape.SCALAR));
    for (int i = 0; i < parameters.size(); i++) {
      for (String name : stateNames) {
        types.put(i + "." + name, new TensorType(DType.FLOAT32, parameters.get(i).shape()));
      }
    }
    return types;
  }

  private void checkOpen() {
    if (closed) {
      throw new OptimizerException("The optimizer has been closed, and its state with it.");
    }
  }

  /** Frees the state; the parameters are the model's. A second call does nothing. */
  @Override
  public final void close() {
    closed = true;
    states.values().forEach(tensors -> tensors.forEach(Tensor::close));
    states.clear();
    if (scalars != null) {
      scalars.close();
      scalars = null;
    }
  }
}
