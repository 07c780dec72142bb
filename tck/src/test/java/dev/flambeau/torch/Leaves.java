package dev.flambeau.torch;

import dev.flambeau.nn.Module;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The inputs of one run as tensors on a device, in order and by name. */
final class Leaves implements AutoCloseable {
  private final Device device;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final List<Module> modules = new ArrayList<>();

  /** Places a run's inputs, which want a gradient if PyTorch's is known. */
  Leaves(Device device, Run run) {
    this.device = device;
    run.inputs()
        .forEach(
            (name, values) -> {
              Tensor tensor = device.tensor(values);
              boolean wanted = run.hasGradients() && values.dtype().isFloating();
              tensors.put(name, tensor.requiresGrad(wanted));
            });
  }

  Tensor get(int number) {
    return List.copyOf(tensors.values()).get(number);
  }

  Tensor get(String name) {
    return tensors.get(name);
  }

  List<Tensor> from(int number) {
    return List.copyOf(tensors.values()).subList(number, tensors.size());
  }

  /** Gives a module the inputs that have the names of its parameters, and takes these for them. */
  <M extends Module> M in(M module) {
    modules.add(module);
    module.to(device);
    module
        .namedParameters()
        .forEach(
            (name, parameter) -> {
              parameter.tensor().copyFrom(tensors.get(name));
              tensors.put(name, parameter.tensor());
            });
    return module;
  }

  @Override
  public void close() {
    modules.forEach(Module::close);
  }
}
