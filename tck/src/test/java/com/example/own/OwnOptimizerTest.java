package com.example.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.backend.Admission.Verdict;
import dev.flambeau.backend.DeviceInfo;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Parameter;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Tanh;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.op.UpdateStep;
import dev.flambeau.op.Value;
import dev.flambeau.optim.Lion;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.optim.OptimizerRule;
import dev.flambeau.optim.StepNumbers;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An optimizer of one's own is a record: it trains to the same bits on every device. */
class OwnOptimizerTest {
  private interface Maker
      extends BiFunction<Optimizer, Function<DeviceBatch, Tensor>, TrainingStep> {}

  private static Optimizer own(List<Parameter> parameters) {
    return new Optimizer(parameters, 0.01, new OwnLion(0.9f, 0.99f, 0.1f));
  }

  private static float[] inputs() {
    float[] inputs = new float[24];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = i / 24f;
    }
    return inputs;
  }

  /** The weights after some steps; the loss has become small. */
  private static String trained(
      String name, Maker maker, Function<List<Parameter>, Optimizer> optimizers) {
    try (Device device = Device.open(name);
        Scope scope = Scope.open()) {
      var model = new Sequential(new Linear(3, 40), new Tanh(), new Linear(40, 2));
      var loss = new MSELoss();
      Tensor x = device.tensor(inputs(), 8, 3);
      Tensor y = x.slice(1, 0, 2).mul(x.slice(1, 1, 3));
      try (var placed = model.to(device, 1);
          Optimizer optimizer = optimizers.apply(model.parameters());
          TrainingStep step =
              maker.apply(
                  optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()))) {
        float last = Float.NaN;
        for (int i = 0; i < 60; i++) {
          last = step.run(x, y).item();
        }
        assertTrue(last < 0.02, name + ": a loss of " + last);
        return Fingerprint.sha256(placed);
      }
    }
  }

  private static void assertTheSameBitsOn(List<String> devices) {
    String expected =
        trained(
            "cpu:reference",
            TrainingStep::eager,
            all -> Lion.over(all).learningRate(0.01).betas(0.9, 0.99).weightDecay(0.1).build());
    for (String device : devices) {
      for (Maker maker : List.<Maker>of(TrainingStep::eager, TrainingStep::captured)) {
        assertEquals(expected, trained(device, maker, OwnOptimizerTest::own), device);
      }
    }
  }

  @Test
  void ownLionHasTheBitsOfTheLibrarys() {
    assertTheSameBitsOn(List.of("cpu:reference", "cpu"));
  }

  @Tag("opencl")
  @Test
  void ownLionHasThemOnOpenCl() {
    assertTheSameBitsOn(
        Device.all().stream()
            .filter(device -> device.provider().equals("opencl"))
            .filter(device -> Device.admission(device).verdict() != Verdict.NOT_STRICT)
            .map(DeviceInfo::name)
            .toList());
  }

  /** Keeps what it is given as state, whatever its size, and reads names that it may lack. */
  private record Keeping(String read, double... given) implements OptimizerRule {
    @Override
    public List<String> states() {
      return List.of("kept", "untouched");
    }

    @Override
    public List<String> numbers() {
      return List.of("lr");
    }

    @Override
    public double[] numbers(StepNumbers step) {
      return given;
    }

    @Override
    public double initial(String state) {
      return state.equals("untouched") ? 3 : 0;
    }

    @Override
    public Value step(UpdateStep step) {
      return step.store("kept", step.gradient().mul(step.number(read)));
    }
  }

  private static float[] stepped(OptimizerRule rule, float gradient, int state) {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        Linear model = new Linear(1, 1, false).to(device, 1);
        Optimizer optimizer = new Optimizer(model.parameters(), 1, rule)) {
      model.forward(device.tensor(new float[] {gradient}, 1, 1)).sum().backward();
      optimizer.step();
      Tensor weight = model.weight().tensor();
      return state < 0
          ? weight.toFloats()
          : (float[]) optimizer.stateDict().get("0." + rule.states().get(state)).array();
    }
  }

  /** Whoever writes a rule, its state holds no subnormals, and what it does not store stays. */
  @Test
  void stateIsFlushed() {
    var keeping = new Keeping("lr", 1);
    assertEquals(0x1p-100f, stepped(keeping, 0x1p-100f, 0)[0]);
    assertEquals(0, stepped(keeping, -0x1.fffffep-101f, 0)[0]);
    assertEquals(0, stepped(keeping, -0x1.fffffep-101f, -1)[0], "what is stored is used further");
    assertEquals(3, stepped(keeping, 1, 1)[0]);
  }

  /** One that looks at all of a tensor. */
  private record ByNorm(List<String> states) implements OptimizerRule {
    @Override
    public double[] numbers(StepNumbers step) {
      return new double[0];
    }

    @Override
    public Value step(UpdateStep step) {
      return step.parameter().sub(step.gradient().sum(List.of(1), true));
    }
  }

  @Test
  void whatARuleCannotMeanIsRefused() {
    assertEquals(
        "keeping: has no number \"rate\"; declared are [lr].",
        assertThrows(OptimizerException.class, () -> stepped(new Keeping("rate", 1), 1, 0))
            .getMessage());
    assertEquals(
        "keeping: gives 2 numbers a step, and names [lr].",
        assertThrows(OptimizerException.class, () -> stepped(new Keeping("lr", 1, 2), 1, 0))
            .getMessage());
    assertEquals(
        "byNorm: the expression of a step is one of each element, without sums or maxima. What is"
            + " of a whole tensor is computed before, and handed over as a number.",
        assertThrows(OptimizerException.class, () -> stepped(new ByNorm(List.of()), 1, 0))
            .getMessage());
    assertEquals(
        "byNorm: names one of its states twice: [m, m]",
        assertThrows(OptimizerException.class, () -> stepped(new ByNorm(List.of("m", "m")), 1, 0))
            .getMessage());
  }
}
