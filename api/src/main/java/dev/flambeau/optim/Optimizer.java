package dev.flambeau.optim;

import dev.flambeau.nn.Parameter;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
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

  Optimizer(List<Parameter> parameters, OptimizerUpdate update, float learningRate) {
    this.parameters = List.copyOf(parameters);
    this.update = update;
    this.learningRate = learningRate;
  }

  /** The numbers of the coming step that change from step to step, as the update names them. */
  abstract float[] nextScalars();

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

  /** Changes each parameter that has a gradient: {@link #advance}, then {@link #update}. */
  public final void step() {
    advance();
    update();
  }

  /**
   * The host's part of a step: counts it, and brings its numbers, as the learning rate, to the
   * parameters' device.
   */
  public final void advance() {
    float[] values = nextScalars();
    if (scalars == null) {
      Device device = parameters.get(0).tensor().device();
      scalars = Scope.outside(() -> device.tensor(values, values.length));
    } else {
      scalars.write(values);
    }
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
          Tensor[] all = new Tensor[update.states()];
          Arrays.setAll(
              all, i -> i == 0 ? values : Scope.outside(() -> values.constant(0, values.shape())));
          return new ArrayList<>(List.of(all));
        });
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
