package dev.flambeau.nn;

import dev.flambeau.op.DType;
import dev.flambeau.op.TensorType;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A layer, or a model made of layers.
 *
 * <p>A subclass holds {@link Parameter}s and modules in fields, and says in {@link #forward} what
 * it computes; its parameters are found from the fields, in the order in which they are declared.
 * Its gradient comes from the tensor ops that it uses.
 *
 * <pre>{@code
 * final class Residual extends Module {
 *   private final Linear inner = new Linear(64, 64);
 *
 *   public Tensor forward(Tensor x) {
 *     return x.add(inner.forward(x).tanh());
 *   }
 * }
 * }</pre>
 */
public abstract class Module implements AutoCloseable {
  /** What the module makes of an input; the layer says of which shapes. */
  public abstract Tensor forward(Tensor input);

  /**
   * The parameters and modules that it holds, by name, in order; from its fields unless a subclass
   * says otherwise.
   */
  protected Map<String, Object> members() {
    return Members.of(this);
  }

  /** Its parameters and those of its modules, by their path ({@code 0.weight}), in order. */
  public final Map<String, Parameter> namedParameters() {
    Map<String, Parameter> found = new LinkedHashMap<>();
    collect("", found);
    return Collections.unmodifiableMap(found);
  }

  private void collect(String prefix, Map<String, Parameter> found) {
    members()
        .forEach(
            (name, member) -> {
              if (member instanceof Module module) {
                module.collect(prefix + name + ".", found);
              } else if (member instanceof Parameter parameter && !found.containsValue(parameter)) {
                found.put(prefix + name, parameter);
              }
            });
  }

  /** Its parameters in order: layer by layer, weight before bias. */
  public final List<Parameter> parameters() {
    return List.copyOf(namedParameters().values());
  }

  /** Puts the model on a device: with first values of seed 0, or with those that it has. */
  public Module to(Device device) {
    if (parameters().stream().allMatch(Parameter::isPlaced)) {
      replace((parameter, place) -> parameter.on(device));
      return this;
    }
    return to(device, 0);
  }

  /**
   * Puts the model on a device with first values drawn from a seed: the same on every device.
   *
   * @return this module
   */
  public Module to(Device device, long seed) {
    replace((parameter, place) -> parameter.draw(device, seed, place));
    return this;
  }

  private interface Values {
    Tensor of(Parameter parameter, int place);
  }

  /** Gives all parameters other values, or none: where some cannot be had, all is as it was. */
  private void replace(Values values) {
    List<Parameter> parameters = parameters();
    List<Tensor> made = new ArrayList<>();
    try {
      for (int place = 0; place < parameters.size(); place++) {
        made.add(values.of(parameters.get(place), place));
      }
    } catch (RuntimeException | Error e) {
      for (int place = 0; place < made.size(); place++) {
        if (!parameters.get(place).holds(made.get(place))) {
          made.get(place).close();
        }
      }
      throw e;
    }
    for (int place = 0; place < parameters.size(); place++) {
      parameters.get(place).replace(made.get(place));
    }
  }

  /** Frees all gradients. */
  public final void zeroGrad() {
    parameters().forEach(parameter -> parameter.tensor().zeroGrad());
  }

  /** The parameters' tensors by name, in order; they are the model's own. */
  public final Map<String, Tensor> stateDict() {
    Map<String, Tensor> state = new LinkedHashMap<>();
    namedParameters().forEach((name, parameter) -> state.put(name, parameter.tensor()));
    return Collections.unmodifiableMap(state);
  }

  /**
   * Takes values for all parameters, from any device; all or none.
   *
   * @throws ModelException if a name is missing or not the model's, or a shape or type differs
   */
  public final void loadStateDict(Map<String, Tensor> state) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    state.forEach(
        (name, tensor) -> types.put(name, new TensorType(tensor.dtype(), tensor.shape())));
    List<String> wrong = mismatches(types);
    if (!wrong.isEmpty()) {
      throw new ModelException(
          "The state is not this model's, nothing was loaded: " + String.join("; ", wrong) + ".");
    }
    namedParameters().forEach((name, own) -> own.tensor().copyFrom(state.get(name)));
  }

  /**
   * Where a state's names and types are not this model's, in words, one each; empty if they are.
   */
  public final List<String> mismatches(Map<String, TensorType> state) {
    Map<String, Parameter> own = namedParameters();
    List<String> wrong = new ArrayList<>();
    own.forEach(
        (name, parameter) -> {
          TensorType expected = new TensorType(DType.FLOAT32, parameter.shape());
          TensorType found = state.get(name);
          if (found == null) {
            wrong.add(name + " is missing");
          } else if (!found.equals(expected)) {
            wrong.add(name + " is " + found + ", should be " + expected);
          }
        });
    state.keySet().stream()
        .filter(name -> !own.containsKey(name))
        .forEach(name -> wrong.add(name + " is not the model's"));
    return wrong;
  }

  /** Frees the parameters. */
  @Override
  public void close() {
    parameters().forEach(Parameter::close);
  }
}
