package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Module;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Optimizers against the formulas of their papers, computed in double: a parameter p = 1 whose
 * gradient is 2·p·x at each of several x.
 */
class OptimizerTest {
  private static final float[] INPUTS = {0.5f, -1, 2, 0.25f, 1};

  private final Device device = Device.named("cpu");

  @AfterEach
  void close() {
    device.close();
  }

  /** What p becomes, for a loss of p²·x. */
  private float run(Function<Module, Optimizer> maker) {
    try (Module model = new Linear(1, 1).to(device, 1);
        Scope scope = Scope.open()) {
      model.loadStateDict(Map.of("weight", device.ones(1, 1), "bias", device.zeros(1)));
      try (Optimizer optimizer = maker.apply(model)) {
        Tensor p = model.parameters().get(0).tensor();
        for (float x : INPUTS) {
          optimizer.zeroGrad();
          p.mul(p).mul(x).sum().backward();
          optimizer.step();
        }
        return p.item();
      }
    }
  }

  @Test
  void sgd() {
    double p = 1;
    for (float x : INPUTS) {
      p -= 0.1 * 2 * p * x;
    }
    assertEquals(p, run(model -> new SGD(model.parameters(), 0.1f)), 1e-6);
  }

  @Test
  void sgdWithMomentumAndWeightDecay() {
    double p = 1;
    double b = 0;
    for (float x : INPUTS) {
      b = 0.9 * b + 2 * p * x + 0.01 * p;
      p -= 0.1 * b;
    }
    assertEquals(p, run(model -> new SGD(model.parameters(), 0.1f, 0.9f, 0.01f)), 1e-6);
  }

  @Test
  void adam() {
    double p = 1;
    double m = 0;
    double v = 0;
    double power1 = 1;
    double power2 = 1;
    for (float x : INPUTS) {
      double g = 2 * p * x;
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      power1 *= 0.9;
      power2 *= 0.999;
      p -= 0.1 * (m / (1 - power1)) / (Math.sqrt(v / (1 - power2)) + 1e-8);
    }
    assertEquals(p, run(model -> new Adam(model.parameters(), 0.1f)), 1e-5);
  }

  @Test
  void aParameterWithoutAGradientStays() {
    try (Module model = new Linear(1, 1).to(device, 1);
        Optimizer optimizer = new SGD(model.parameters(), 1)) {
      List<Float> before = values(model);
      optimizer.step();
      assertEquals(before, values(model));
    }
  }

  private static List<Float> values(Module model) {
    return model.parameters().stream().map(p -> p.tensor().toFloats()[0]).toList();
  }
}
