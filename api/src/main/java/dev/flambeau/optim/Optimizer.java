package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes parameters by their gradients, in place: one fused op for all of them.
 *
 * <p>State lies beside each parameter, begins as 0, and lives until the optimizer is closed.
 */
public abstract class Optimizer implements AutoCloseable {
  private final List<Parameter> parameters;
  private final OptimizerUpdate update;
  private final Map<Parameter, List<Tensor>> states = new IdentityHashMap<>();
  private @Nullable Tensor scalars;
  private float learningRate;
  private long steps;

  Optimizer(List<Parameter> parameters, OptimizerUpdate update, float learningRate) {
    this.parameters = List.copyOf(parameters);
    this.update = update;
    this.learningRate = learningRate;
  }

  /**
   * The numbers of a step that change from step to step, as the update names them.
   *
   * @param step its number, from 1
   */
  abstract float[] scalars(long step);

  /** How many steps it has taken. */
  public final long steps() {
    return steps;
  }

  /** Goes on as after so many steps: with {@link #loadStateDict}, to resume a run. */
  public final void steps(long taken) {
    steps = taken;
  }

  /** The rate of the steps to come. */
  public final float learningRate() {
    return learningRate;
  }

  /** Changes the rate of the steps to come. */
  public final void learningRate(float rate) {
    learningRate = rate;
  }

  /** Frees the parameters' gradients. */
  public final void zeroGrad() {
    parameters.forEach(parameter -> parameter.tensor().zeroGrad());
  }

  /**
   * Changes each parameter that has a gradient: {@link #advance}, then {@link #update}. Memory is
   * taken first: where there is none, neither parameters nor state have changed.
   */
  public final void step() {
    parameters.stream().filter(parameter -> parameter.grad().isPresent()).forEach(this::states);
    advance();
    update();
  }

  /**
   * The host's part of a step: counts it, and brings its numbers, as the learning rate, to the
   * parameters' device.
   */
  public final void advance() {
    float[] values = scalars(steps + 1);
    if (scalars == null) {
      Device device = parameters.get(0).tensor().device();
      scalars = Scope.outside(() -> device.tensor(values, values.length));
    } else {
      scalars.write(values);
    }
    steps++;
  }

  /**
   * The device's part of a step: changes each parameter that has a gradient, by the numbers of the
   * latest {@link #advance}. This part can be captured.
   *
   * @throws IllegalStateException before the first {@link #advance}
   */
  public final void update() {
    Tensor numbers = scalars;
    if (numbers == null) {
      throw new IllegalStateException("update: call advance() first, or step() for both.");
    }
    List<Tensor> changed = new ArrayList<>();
    List<Tensor> gradients = new ArrayList<>();
    for (Parameter parameter : parameters) {
      parameter
          .grad()
          .ifPresent(
              gradient -> {
                changed.addAll(states(parameter));
                gradients.add(gradient);
              });
    }
    if (!gradients.isEmpty()) {
      Functional.update(update, changed, gradients, numbers);
    }
  }

  private List<Tensor> states(Parameter parameter) {
    return states.computeIfAbsent(
        parameter,
        key -> {
          Tensor values = key.tensor();
          List<Tensor> all = new ArrayList<>(List.of(values));
          try {
            while (all.size() < update.states()) {
              all.add(Scope.outside(() -> values.constant(0, values.shape())));
            }
          } catch (RuntimeException | Error e) {
            all.subList(1, all.size()).forEach(Tensor::close);
            throw e;
          }
          return all;
        });
  }

  /**
   * The state beside the parameters by name, in order: {@code 3.1} is the first of parameter 3. The
   * tensors are the optimizer's own.
   */
  public final Map<String, Tensor> stateDict() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      List<Tensor> own = states(parameters.get(i));
      for (int j = 1; j < own.size(); j++) {
        state.put(i + "." + j, own.get(j));
      }
    }
    return Collections.unmodifiableMap(state);
  }

  /**
   * Takes state from an optimizer of the same kind on the same model, from any device; {@link
   * #steps(long)} goes with it.
   *
   * @throws IllegalArgumentException if the names are others; nothing was loaded
   * @throws dev.flambeau.op.ShapeMismatchException if a shape is another
   */
  public final void loadStateDict(Map<String, Tensor> state) {
    Map<String, Tensor> own = stateDict();
    if (!own.keySet().equals(state.keySet())) {
      throw new IllegalArgumentException(
          "The state is not this optimizer's, nothing was loaded: it has "
              + state.keySet()
              + ", should have "
              + own.keySet()
              + ".");
    }
    own.forEach((name, tensor) -> tensor.copyFrom(state.get(name)));
  }

  /** Frees the state; the parameters are the model's. */
  @Override
  public final void close() {
    states.values().forEach(tensors -> tensors.subList(1, tensors.size()).forEach(Tensor::close));
    states.clear();
    if (scalars != null) {
      scalars.close();
      scalars = null;
    }
  }
}
