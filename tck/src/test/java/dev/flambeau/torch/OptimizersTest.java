package dev.flambeau.torch;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Parameter;
import dev.flambeau.op.DType;
import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.op.Shape;
import dev.flambeau.optim.Adadelta;
import dev.flambeau.optim.Adagrad;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.AdamW;
import dev.flambeau.optim.Adamax;
import dev.flambeau.optim.Lion;
import dev.flambeau.optim.NAdam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.OptimizerBuilder;
import dev.flambeau.optim.OptimizerRule;
import dev.flambeau.optim.ParameterGroup;
import dev.flambeau.optim.RAdam;
import dev.flambeau.optim.RMSprop;
import dev.flambeau.optim.SGD;
import dev.flambeau.optim.StepNumbers;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Parameters of 20 steps are PyTorch's in float64, by tck/src/test/oracle/optimizers.py. */
class OptimizersTest {
  private static final int STEPS = 20;
  private static final int ELEMENTS = 5;

  /** Relative to the element, or to 1 where that is smaller. */
  private static final double CLOSE = 1e-6;

  /** Of FLOAT32 with all its roundings. */
  private static final double NEAR = 4e-6;

  private interface Maker extends Function<List<Parameter>, OptimizerBuilder<?>> {}

  private static final Map<String, Maker> MAKERS =
      Map.ofEntries(
          entry("sgd", SGD::over),
          entry("sgd.weightDecay", p -> SGD.over(p).weightDecay(0.125)),
          entry("sgd.momentum", p -> SGD.over(p).momentum(0.5)),
          entry("sgd.dampening", p -> SGD.over(p).momentum(0.5).dampening(0.25).weightDecay(0.125)),
          entry("sgd.nesterov", p -> SGD.over(p).momentum(0.5).nesterov().weightDecay(0.125)),
          entry("sgd.maximize", p -> SGD.over(p).momentum(0.5).weightDecay(0.125).maximize()),
          entry("adam", p -> Adam.over(p).betas(0.75, 0.9375)),
          entry("adam.defaults", p -> Adam.over(p).learningRate(1e-3)),
          entry(
              "adam.weightDecay",
              p -> Adam.over(p).betas(0.75, 0.9375).epsilon(1e-3).weightDecay(0.125)),
          entry("adam.amsgrad", p -> Adam.over(p).betas(0.75, 0.9375).amsgrad()),
          entry("adam.maximize", p -> Adam.over(p).betas(0.75, 0.9375).maximize()),
          entry("adamW", p -> AdamW.over(p).betas(0.75, 0.9375)),
          entry(
              "adamW.amsgrad", p -> AdamW.over(p).betas(0.75, 0.9375).weightDecay(0.125).amsgrad()),
          entry(
              "adamW.maximize",
              p -> AdamW.over(p).betas(0.75, 0.9375).weightDecay(0.125).maximize()),
          entry("rmsprop", p -> RMSprop.over(p).alpha(0.9375)),
          entry("rmsprop.momentum", p -> RMSprop.over(p).alpha(0.9375).momentum(0.5).epsilon(1e-3)),
          entry(
              "rmsprop.centered", p -> RMSprop.over(p).alpha(0.9375).centered().weightDecay(0.125)),
          entry(
              "rmsprop.all",
              p -> RMSprop.over(p).alpha(0.9375).centered().momentum(0.5).weightDecay(0.125)),
          entry("adagrad", Adagrad::over),
          entry(
              "adagrad.all",
              p ->
                  Adagrad.over(p)
                      .lrDecay(0.25)
                      .weightDecay(0.125)
                      .initialAccumulatorValue(0.5)
                      .epsilon(1e-3)),
          entry("adagrad.maximize", p -> Adagrad.over(p).maximize()),
          entry("adadelta", p -> Adadelta.over(p).learningRate(1).rho(0.9375)),
          entry(
              "adadelta.all",
              p -> Adadelta.over(p).learningRate(0.5).rho(0.75).epsilon(1e-3).weightDecay(0.125)),
          entry("adamax", p -> Adamax.over(p).betas(0.75, 0.9375)),
          entry(
              "adamax.all",
              p -> Adamax.over(p).betas(0.75, 0.9375).epsilon(1e-3).weightDecay(0.125)),
          entry("nadam", p -> NAdam.over(p).betas(0.75, 0.9375)),
          entry(
              "nadam.all",
              p ->
                  NAdam.over(p)
                      .betas(0.75, 0.9375)
                      .epsilon(1e-3)
                      .weightDecay(0.125)
                      .momentumDecay(0.25)),
          entry("radam", p -> RAdam.over(p).betas(0.75, 0.9375)),
          entry("radam.defaults", p -> RAdam.over(p).learningRate(1e-3)),
          entry(
              "radam.all", p -> RAdam.over(p).betas(0.75, 0.9375).epsilon(1e-3).weightDecay(0.125)),
          entry("lion", p -> Lion.over(p).betas(0.75, 0.9375)),
          entry("lion.weightDecay", p -> Lion.over(p).betas(0.75, 0.9375).weightDecay(0.125)));

  /** Those whose line sets no rate of its own. */
  private static Optimizer build(String name, List<Parameter> parameters) {
    OptimizerBuilder<?> builder = MAKERS.get(name).apply(parameters);
    boolean hasOwn = name.endsWith(".defaults") || name.startsWith("adadelta");
    return (hasOwn ? builder : builder.learningRate(0.01)).build();
  }

  private static double[] start() {
    return IntStream.range(0, ELEMENTS).mapToDouble(i -> ((i * 7) % 11 - 5) / 4.0).toArray();
  }

  private static double[] gradient(int step) {
    return IntStream.range(0, ELEMENTS)
        .mapToDouble(
            i -> i == 3 && step < 4 ? 0 : ((step * 5 + i * 3) % 13 - 6) / (double) (1 << (2 * i)))
        .toArray();
  }

  /** By the rule on FLOAT64, which parameters never are. */
  private static List<double[]> inDouble(String name) {
    ParameterGroup group = build(name, new Linear(ELEMENTS, 1, false).parameters()).groups().get(0);
    OptimizerRule rule = group.rule();
    StepNumbers numbers = new StepNumbers();
    List<double[]> found = new ArrayList<>();
    try (Device device = Device.open("cpu:reference");
        Scope scope = Scope.open()) {
      List<Tensor> states = new ArrayList<>(List.of(device.tensor(start(), ELEMENTS)));
      for (String state : rule.states()) {
        states.add(device.full(DType.FLOAT64, rule.initial(state), Shape.of(ELEMENTS)));
      }
      for (int step = 0; step < STEPS; step++) {
        double[] now = rule.numbers(numbers.at(step + 1, group.learningRate()));
        Functional.update(
            new OptimizerUpdate(rule),
            states,
            List.of(device.tensor(gradient(step), ELEMENTS)),
            device.tensor(now, now.length));
        found.add(states.get(0).toDoubles());
      }
    }
    return found;
  }

  /** By the optimizer, as in training. */
  private static List<double[]> inFloat(String name) {
    List<double[]> found = new ArrayList<>();
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        Linear model = new Linear(ELEMENTS, 1, false).to(device, 1);
        Optimizer optimizer = build(name, model.parameters())) {
      model.loadStateDict(Map.of("weight", HostTensor.of(floats(start()), 1, ELEMENTS)));
      for (int step = 0; step < STEPS; step++) {
        optimizer.zeroGrad();
        model.forward(device.tensor(floats(gradient(step)), 1, ELEMENTS)).sum().backward();
        optimizer.step();
        float[] values = model.weight().tensor().toFloats();
        found.add(IntStream.range(0, ELEMENTS).mapToDouble(i -> values[i]).toArray());
      }
    }
    return found;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static void assertClose(double[] expected, List<double[]> found, double tolerance) {
    for (int step = 0; step < STEPS; step++) {
      for (int i = 0; i < ELEMENTS; i++) {
        double right = expected[step * ELEMENTS + i];
        assertEquals(
            right,
            found.get(step)[i],
            tolerance * Math.max(1, Math.abs(right)),
            "element " + i + " after " + (step + 1) + " steps");
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> stepsArePyTorchs() {
    return TorchNumbers.read("optimizers.txt").entrySet().stream()
        .flatMap(
            line ->
                Stream.of(
                    DynamicTest.dynamicTest(
                        line.getKey() + ", FLOAT64",
                        () -> assertClose(line.getValue(), inDouble(line.getKey()), CLOSE)),
                    DynamicTest.dynamicTest(
                        line.getKey() + ", FLOAT32",
                        () -> assertClose(line.getValue(), inFloat(line.getKey()), NEAR))));
  }

  @Test
  void everyLineHasItsNumbers() {
    assertEquals(TorchNumbers.read("optimizers.txt").keySet(), MAKERS.keySet());
    TorchNumbers.read("optimizers.txt")
        .values()
        .forEach(line -> assertEquals(STEPS * ELEMENTS, line.length));
  }
}
