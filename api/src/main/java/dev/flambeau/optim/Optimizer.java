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
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes parameters by their gradients, in place: one fused op for all of a group.
 *
 * <p>What it does is its groups' rule; PyTorch's are {@link SGD}, {@link Adam} and their like, and
 * one of one's own is an {@link OptimizerRule}. Its state lies beside each parameter, follows the
 * parameter when a model is moved, and lives until the optimizer is closed.
 */
public final class Optimizer implements AutoCloseable {
  private static final String STEP = "step";
  private static final String RATE = "lr";

  /** A group with what it has on a device. */
  private static final class Group {
    private final List<Parameter> parameters;
    private final OptimizerRule rule;
    private final OptimizerUpdate update;
    private final Map<Parameter, List<Tensor>> states = new IdentityHashMap<>();
    private final StepNumbers numbers = new StepNumbers();
    private @Nullable Tensor scalars;
    private float rate;

    Group(ParameterGroup given) {
      parameters = given.parameters();
      rule = given.rule();
      update = new OptimizerUpdate(rule);
      rate = (float) given.learningRate();
    }

    /** Makes room for the state, and brings the step's numbers. */
    void advance(long step, double stepRate) {
      for (int i = 0; i < parameters.size(); i++) { // an iterator would be an object a step
        if (parameters.get(i).requiresGrad()) {
          states(parameters.get(i));
        }
      }
      double[] exact = rule.numbers(numbers.at(step, stepRate));
      float[] rounded = new float[update.scalars()];
      for (int i = 0; i < exact.length; i++) {
        rounded[i] = (float) exact[i];
      }
      Device device = parameters.get(0).tensor().device();
      scalars = device.bring(new HostTensor.Floats(Shape.of(rounded.length), rounded), scalars);
    }

    void update() {
      Tensor brought = scalars;
      if (brought == null) {
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
        Functional.update(update, changed, gradients, brought);
      }
    }

    /** The state of a parameter, where that lies; as the rule has it at first. */
    List<Tensor> states(Parameter parameter) {
      Tensor values = parameter.tensor();
      List<Tensor> known = states.get(parameter);
      if (known != null && (known.isEmpty() || known.get(0).device() == values.device())) {
        return known;
      }
      List<Tensor> made = new ArrayList<>();
      try {
        for (int i = 0; i < rule.states().size(); i++) {
          int number = i;
          made.add(
              Scope.outside(
                  () ->
                      known == null
                          ? values.constant(initial(number), values.shape())
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

    private double initial(int state) {
      return rule.initial(rule.states().get(state));
    }

    /** A state of a parameter on the host. */
    HostTensor state(Parameter parameter, int number) {
      List<Tensor> own = states.get(parameter);
      if (own != null) {
        return own.get(number).toHost();
      }
      float[] values = new float[parameter.shape().elements()];
      Arrays.fill(values, (float) initial(number));
      return new HostTensor.Floats(parameter.shape(), values);
    }

    void close() {
      states.values().forEach(tensors -> tensors.forEach(Tensor::close));
      states.clear();
      if (scalars != null) {
        scalars.close();
        scalars = null;
      }
    }
  }

  private final List<Group> groups;
  private Schedule schedule = Schedule.constant();
  private long steps;
  private boolean closed;

  /**
   * An optimizer of groups of parameters, each with its rule and its rate.
   *
   * @throws OptimizerException if there are no parameters, or one is there twice
   */
  public Optimizer(List<ParameterGroup> groups) {
    check(groups);
    this.groups = groups.stream().map(Group::new).toList();
  }

  /** An optimizer of parameters that it changes alike. */
  public Optimizer(List<Parameter> parameters, double learningRate, OptimizerRule rule) {
    this(List.of(new ParameterGroup(parameters, learningRate, rule)));
  }

  private static void check(List<ParameterGroup> groups) {
    if (groups.isEmpty() || groups.stream().anyMatch(group -> group.parameters().isEmpty())) {
      throw new OptimizerException(
          "An optimizer needs parameters, was given none. A model's are model.parameters().");
    }
    Set<Parameter> once = Collections.newSetFromMap(new IdentityHashMap<>());
    for (ParameterGroup group : groups) {
      for (Parameter parameter : group.parameters()) {
        if (!once.add(parameter)) {
          throw new OptimizerException(
              "An optimizer changes each parameter once, was given " + parameter + " twice.");
        }
      }
    }
  }

  /**
   * The groups with their rates; a parameter's place in all is its number in {@link #stateDict}.
   */
  public List<ParameterGroup> groups() {
    return groups.stream()
        .map(group -> new ParameterGroup(group.parameters, group.rate, group.rule))
        .toList();
  }

  /** All parameters, group by group. */
  public List<Parameter> parameters() {
    return groups.stream().flatMap(group -> group.parameters.stream()).toList();
  }

  /** The number of steps that it has taken. */
  public long steps() {
    return steps;
  }

  /**
   * Goes on as after so many steps.
   *
   * @throws OptimizerException if there are fewer than 0
   */
  public void steps(long taken) {
    if (taken < 0 || taken > Integer.MAX_VALUE) {
      throw new OptimizerException(
          "steps: must be at least 0 and fit an INT32, were given as " + taken + ".");
    }
    steps = taken;
  }

  /**
   * The rate of the first group's next step, as FLOAT32: the schedule's.
   *
   * @throws OptimizerException if the schedule gives one that is negative or not finite
   */
  public double learningRate() {
    return rate(groups.get(0));
  }

  /** The rate of the next step of each group, as {@link #learningRate}. */
  public List<Double> learningRates() {
    return groups.stream().map(this::rate).toList();
  }

  private double rate(Group group) {
    double rate = schedule.rate(group.rate, steps);
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
   * Sets the rate of each step from here on, by the steps taken and each group's own rate. A
   * schedule is no part of {@link #stateDict}: whoever resumes a run sets it again.
   */
  public void schedule(Schedule rates) {
    schedule = rates;
  }

  /**
   * Changes the own rate of every group, which a schedule begins with.
   *
   * @param rate rounded to FLOAT32
   * @throws OptimizerException if it is negative or not finite
   */
  public void learningRate(double rate) {
    float checked = Hyperparameter.atLeast(0, "learningRate", rate);
    groups.forEach(group -> group.rate = checked);
  }

  /** Frees the parameters' gradients. */
  public void zeroGrad() {
    groups.forEach(group -> group.parameters.forEach(parameter -> parameter.tensor().zeroGrad()));
  }

  /**
   * Changes each parameter that has a gradient: {@link #advance}, then {@link #update}. Memory is
   * taken first: where there is none, neither parameters nor state have changed, and the step does
   * not count.
   */
  public void step() {
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
  public void advance() {
    checkOpen();
    for (int i = 0; i < groups.size(); i++) {
      groups.get(i).advance(steps + 1, rate(groups.get(i)));
    }
    steps++;
  }

  /**
   * The device's part of a step: changes each parameter that has a gradient, by the numbers of the
   * latest {@link #advance}. This part can be captured.
   *
   * @throws OptimizerException before the first {@link #advance}, and after {@link #close}
   */
  public void update() {
    checkOpen();
    groups.forEach(Group::update);
  }

  // ---- state ----

  /**
   * Copies on the host of all that a run needs to go on: the state beside the parameters, by the
   * parameter's number and PyTorch's name ({@code 3.exp_avg}), the number of steps ({@code step},
   * INT32) and the learning rate that a schedule begins with ({@code lr}; of several groups one
   * each).
   *
   * @throws OptimizerException after {@link #close}
   */
  public Map<String, HostTensor> stateDict() {
    checkOpen();
    Map<String, HostTensor> state = new LinkedHashMap<>();
    state.put(STEP, HostTensor.of(new int[] {Math.toIntExact(steps)}));
    float[] rates = new float[groups.size()];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = groups.get(i).rate;
    }
    state.put(RATE, new HostTensor.Floats(rateShape(), rates));
    eachState((name, group, parameter, number) -> state.put(name, group.state(parameter, number)));
    return Collections.unmodifiableMap(state);
  }

  private Shape rateShape() {
    return groups.size() == 1 ? Shape.SCALAR : Shape.of(groups.size());
  }

  /** What is done with each tensor of the state. */
  @FunctionalInterface
  private interface EachState {
    void take(String name, Group group, Parameter parameter, int number);
  }

  private void eachState(EachState action) {
    int place = 0;
    for (Group group : groups) {
      List<String> names = group.rule.states();
      for (Parameter parameter : group.parameters) {
        for (int i = 0; i < names.size(); i++) {
          action.take(place + "." + names.get(i), group, parameter, i);
        }
        place++;
      }
    }
  }

  /**
   * Takes the state of an optimizer of the same kind on the same model: from {@link #stateDict}, or
   * a file.
   *
   * @throws OptimizerException if a name is missing or not its own, a shape or type differs, or a
   *     number cannot be right; then nothing was loaded
   */
  public void loadStateDict(Map<String, ? extends HostTensor> state) {
    checkOpen();
    checkTypes(state);
    int taken = ((HostTensor.Ints) state.get(STEP)).values()[0];
    float[] rates = ((HostTensor.Floats) state.get(RATE)).values();
    if (taken < 0) {
      throw new OptimizerException("The state has " + taken + " steps, nothing was loaded.");
    }
    for (float rate : rates) {
      Hyperparameter.atLeast(0, "The state's learning rate", rate);
    }
    groups.forEach(group -> group.parameters.forEach(group::states));
    eachState(
        (name, group, parameter, number) ->
            group.states(parameter).get(number).write(state.get(name)));
    steps = taken;
    for (int i = 0; i < rates.length; i++) {
      groups.get(i).rate = rates[i];
    }
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
    types.put(RATE, new TensorType(DType.FLOAT32, rateShape()));
    eachState(
        (name, group, parameter, number) ->
            types.put(name, new TensorType(DType.FLOAT32, parameter.shape())));
    return types;
  }

  private void checkOpen() {
    if (closed) {
      throw new OptimizerException("The optimizer has been closed, and its state with it.");
    }
  }

  /** Frees the state; the parameters are the model's. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    groups.forEach(Group::close);
  }
}
