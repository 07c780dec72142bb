package dev.flambeau.nn;

import dev.flambeau.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Modules one after the other; named 0, 1, 2 … in the state. */
public final class Sequential extends Module {
  private final List<Module> modules;

  public Sequential(Module... modules) {
    this.modules = List.of(modules);
  }

  @Override
  protected Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    for (int i = 0; i < modules.size(); i++) {
      members.put(Integer.toString(i), modules.get(i));
    }
    return members;
  }

  @Override
  public Tensor forward(Tensor input) {
    Tensor x = input;
    for (Module module : modules) {
      x = module.forward(x);
    }
    return x;
  }
}
