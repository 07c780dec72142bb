package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Module;
import dev.flambeau.nn.Parameter;
import dev.flambeau.op.DType;
import dev.flambeau.op.Shape;
import dev.flambeau.optim.Adadelta;
import dev.flambeau.optim.Adagrad;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.AdamW;
import dev.flambeau.optim.Adamax;
import dev.flambeau.optim.Lion;
import dev.flambeau.optim.NAdam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.optim.ParameterGroup;
import dev.flambeau.optim.RAdam;
import dev.flambeau.optim.RMSprop;
import dev.flambeau.optim.SGD;
import dev.flambeau.optim.Schedule;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Optimizers against the formulas of their papers, computed in double: a parameter p = 1 whose
 * gradient is 2·p·x at each of several x.
 */
class OptimizerTest {
  private static final float[] INPUTS = {0.5f, -1, 2, 0.25f, 1};

  private final Device device = Device.open("cpu");

  @AfterEach
  void close() {
    device.close();
  }

  /** What p becomes, for a loss of p²·x. */
  private float run(Function<Module, Optimizer> maker) {
    try (Module model = new Linear(1, 1).to(device, 1);
        Scope scope = Scope.open()) {
      model.loadStateDict(
          Map.of(
              "weight", HostTensor.of(new float[] {1}, 1, 1),
              "bias", HostTensor.of(new float[] {0}, 1)));
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
    assertEquals(p, run(model -> SGD.over(model.parameters()).learningRate(0.1).build()), 1e-6);
  }

  @Test
  void sgdWithMomentumAndWeightDecay() {
    double p = 1;
    double b = 0;
    for (float x : INPUTS) {
      b = 0.9 * b + 2 * p * x + 0.01 * p;
      p -= 0.1 * b;
    }
    assertEquals(
        p,
        run(
            model ->
                SGD.over(model.parameters())
                    .learningRate(0.1)
                    .momentum(0.9)
                    .weightDecay(0.01)
                    .build()),
        1e-6);
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
    assertEquals(p, run(model -> Adam.over(model.parameters()).learningRate(0.1).build()), 1e-5);
  }

  @Test
  void aParameterWithoutAGradientStays() {
    try (Module model = new Linear(1, 1).to(device, 1);
        Optimizer optimizer = SGD.over(model.parameters()).learningRate(1).build()) {
      List<Float> before = values(model);
      optimizer.step();
      assertEquals(before, values(model));
    }
  }

  private static List<Float> values(Module model) {
    return model.parameters().stream().map(p -> p.tensor().toFloats()[0]).toList();
  }

  // ---- what is refused ----

  private interface Maker extends Function<List<Parameter>, Optimizer> {}

  static Stream<Arguments> refused() {
    return Stream.of(
        refusal("learningRate: must be finite and at least 0, was given -0.1.", sgd(-0.1, 0, 0)),
        refusal("learningRate: must be finite and at least 0, was given NaN.", sgd(NAN, 0, 0)),
        refusal(
            "learningRate: must be finite and at least 0, was given 1.0E300.", sgd(1e300, 0, 0)),
        refusal("momentum: must be at least 0 and less than 1, was given 1.0.", sgd(1, 1, 0)),
        refusal("momentum: must be at least 0 and less than 1, was given -0.9.", sgd(1, -0.9, 0)),
        refusal("momentum: must be at least 0 and less than 1, was given NaN.", sgd(1, NAN, 0)),
        refusal(
            "momentum: must be at least 0 and less than 1, was given 0.999999999.",
            sgd(1, 0.999999999, 0)),
        refusal("weightDecay: must be finite and at least 0, was given -1.0.", sgd(1, 0, -1)),
        refusal("β₁: must be at least 0 and less than 1, was given 1.0.", adam(1, 0.999, 1e-8)),
        refusal("β₂: must be at least 0 and less than 1, was given 1.5.", adam(0.9, 1.5, 1e-8)),
        refusal("β₁: must be at least 0 and less than 1, was given -0.1.", adam(-0.1, 0.9, 1e-8)),
        refusal("epsilon: must be finite and at least 1.0E-12, was given 0.0.", adam(0.9, 0.9, 0)),
        refusal(
            "epsilon: must be finite and at least 1.0E-12, was given -1.0.", adam(0.9, 0.9, -1)),
        refusal(
            "epsilon: must be finite and at least 1.0E-12, was given NaN.", adam(0.9, 0.9, NAN)),
        refusal(
            "dampening: must be at least 0 and less than 1, was given 1.0.",
            parameters -> SGD.over(parameters).dampening(1).build()),
        refusal(
            "nesterov: needs momentum and no dampening, was given momentum 0.0 and dampening 0.0.",
            parameters -> SGD.over(parameters).nesterov().build()),
        refusal(
            "nesterov: needs momentum and no dampening, was given momentum 0.5 and dampening 0.25.",
            parameters -> SGD.over(parameters).momentum(0.5).dampening(0.25).nesterov().build()),
        refusal(
            "alpha: must be at least 0 and less than 1, was given 1.0.",
            parameters -> RMSprop.over(parameters).alpha(1).build()),
        refusal(
            "rho: must be at least 0 and less than 1, was given -1.0.",
            parameters -> Adadelta.over(parameters).rho(-1).build()),
        refusal(
            "epsilon: must be finite and at least 1.0E-12, was given 0.0.",
            parameters -> Adadelta.over(parameters).epsilon(0).build()),
        refusal(
            "lrDecay: must be finite and at least 0, was given -1.0.",
            parameters -> Adagrad.over(parameters).lrDecay(-1).build()),
        refusal(
            "initialAccumulatorValue: must be finite and at least 0, was given -1.0.",
            parameters -> Adagrad.over(parameters).initialAccumulatorValue(-1).build()),
        refusal(
            "momentumDecay: must be finite and at least 0, was given NaN.",
            parameters -> NAdam.over(parameters).momentumDecay(NAN).build()),
        refusal(
            "β₂: must be at least 0 and less than 1, was given 1.0.",
            parameters -> Lion.over(parameters).betas(0.9, 1).build()),
        refusal(
            "weightDecay: must be finite and at least 0, was given -1.0.",
            parameters -> AdamW.over(parameters).group(parameters, g -> g.weightDecay(-1)).build()),
        refusal(
            "A group has no groups: give them to the optimizer itself.",
            parameters ->
                Adam.over(parameters)
                    .group(parameters, group -> group.group(parameters, any -> {}))
                    .build()),
        refusal(
            "An optimizer changes each parameter once, was given parameter \"bias\" (1) twice.",
            parameters ->
                Adam.over(parameters)
                    .group(parameters.subList(1, 2), group -> group.weightDecay(0))
                    .group(parameters.subList(1, 2), group -> group.learningRate(1))
                    .build()),
        refusal(
            "An optimizer needs parameters, was given none. A model's are model.parameters().",
            parameters -> SGD.over(parameters).group(List.of(), group -> {}).build()),
        refusal(
            "An optimizer needs parameters, was given none. A model's are model.parameters().",
            parameters -> SGD.over(List.of()).build()),
        refusal(
            "An optimizer changes each parameter once, was given parameter \"weight\" (1, 1) twice.",
            parameters ->
                Adam.over(Stream.concat(parameters.stream(), parameters.stream()).toList())
                    .build()));
  }

  private static final double NAN = Double.NaN;

  private static Maker sgd(double rate, double momentum, double decay) {
    return parameters ->
        SGD.over(parameters).learningRate(rate).momentum(momentum).weightDecay(decay).build();
  }

  private static Maker adam(double beta1, double beta2, double epsilon) {
    return parameters -> Adam.over(parameters).betas(beta1, beta2).epsilon(epsilon).build();
  }

  private static Arguments refusal(String message, Maker maker) {
    return Arguments.of(message, maker);
  }

  @ParameterizedTest
  @MethodSource
  void refused(String message, Maker maker) {
    List<Parameter> parameters = new Linear(1, 1).parameters();
    assertEquals(
        message,
        assertThrows(OptimizerException.class, () -> maker.apply(parameters)).getMessage());
  }

  @Test
  void whatIsChangedLaterIsCheckedToo() {
    Optimizer optimizer = Adam.over(new Linear(1, 1).parameters()).build();
    for (double rate : new double[] {-1, NAN, Double.POSITIVE_INFINITY}) {
      assertThrows(OptimizerException.class, () -> optimizer.learningRate(rate));
    }
    assertEquals(0.001f, optimizer.learningRate());
    assertEquals(
        "steps: must be at least 0 and fit an INT32, were given as -5.",
        assertThrows(OptimizerException.class, () -> optimizer.steps(-5)).getMessage());
  }

  /** A second moment that is stored as 0 must not make a step larger than the rate allows. */
  @Test
  void aTinyGradientMakesNoLargeStep() {
    try (Linear model = new Linear(1, 1, false).to(device, 1);
        Scope scope = Scope.open();
        Optimizer optimizer = Adam.over(model.parameters()).epsilon(1e-12).build()) {
      for (float gradient : new float[] {1e-30f, 2e-15f, 2e-14f, 1e-10f}) {
        model.weight().tensor().write(0);
        optimizer.zeroGrad();
        model.forward(device.tensor(new float[] {gradient}, 1, 1)).sum().backward();
        optimizer.step();
        float step = model.weight().tensor().item();
        assertTrue(step <= 0 && step >= -0.0022f, "a step of " + step + " for " + gradient);
      }
    }
  }

  // ---- state ----

  private static void train(Linear model, Optimizer optimizer, int steps) {
    trainFrom(model, optimizer, 0, steps);
  }

  static Stream<Maker> optimizers() {
    return Stream.of(adam(0.9, 0.999, 1e-8), sgd(0.1, 0.9, 0.01), sgd(0.1, 0, 0));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aRunGoesOnFromItsState(Maker maker) {
    try (Linear model = new Linear(3, 2).to(device, 1);
        Linear other = new Linear(3, 2).to(device, 2);
        Optimizer optimizer = maker.apply(model.parameters());
        Optimizer resumed = maker.apply(other.parameters())) {
      optimizer.learningRate(0.25);
      train(model, optimizer, 3);
      other.loadStateDict(model.stateDict());
      resumed.loadStateDict(optimizer.stateDict());
      assertEquals(3, resumed.steps());
      assertEquals(0.25, resumed.learningRate());
      train(model, optimizer, 3);
      train(other, resumed, 3);
      assertEquals(Fingerprint.sha256(model), Fingerprint.sha256(other));
    }
  }

  static Stream<Arguments> theNamesOfAStateArePyTorchs() {
    return Stream.of(
        named(p -> Adam.over(p).build(), "exp_avg", "exp_avg_sq"),
        named(p -> AdamW.over(p).amsgrad().build(), "exp_avg", "exp_avg_sq", "max_exp_avg_sq"),
        named(p -> SGD.over(p).build()),
        named(p -> SGD.over(p).momentum(0.9).build(), "momentum_buffer"),
        named(p -> RMSprop.over(p).build(), "square_avg"),
        named(
            p -> RMSprop.over(p).momentum(0.9).centered().build(),
            "square_avg",
            "momentum_buffer",
            "grad_avg"),
        named(p -> Adagrad.over(p).build(), "sum"),
        named(p -> Adadelta.over(p).build(), "square_avg", "acc_delta"),
        named(p -> Adamax.over(p).build(), "exp_avg", "exp_inf"),
        named(p -> NAdam.over(p).build(), "exp_avg", "exp_avg_sq"),
        named(p -> RAdam.over(p).build(), "exp_avg", "exp_avg_sq"),
        named(p -> Lion.over(p).build(), "exp_avg"));
  }

  private static Arguments named(Maker maker, String... states) {
    return Arguments.of(maker, List.of(states));
  }

  @ParameterizedTest
  @MethodSource
  void theNamesOfAStateArePyTorchs(Maker maker, List<String> states) {
    try (Linear model = new Linear(1, 1).to(device, 1);
        Optimizer optimizer = maker.apply(model.parameters())) {
      Stream<String> names =
          Stream.of("0.", "1.").flatMap(place -> states.stream().map(state -> place + state));
      assertEquals(
          Stream.concat(Stream.of("step", "lr"), names).toList(),
          List.copyOf(optimizer.stateDict().keySet()));
    }
  }

  @Test
  void aSumBeginsAsItIsTold() {
    try (Linear model = new Linear(3, 1).to(device, 1);
        Optimizer adagrad =
            Adagrad.over(model.parameters()).initialAccumulatorValue(0.25).build()) {
      assertArrayEquals(
          new float[] {0.25f}, (float[]) adagrad.stateDict().get("1.sum").array(), "before a step");
      train(model, adagrad, 1);
      assertArrayEquals(
          new float[] {4.25f}, (float[]) adagrad.stateDict().get("1.sum").array(), "by one of 2");
    }
  }

  // ---- groups ----

  /** Weights by one rate and decay, biases by others. */
  private static Optimizer grouped(Linear model) {
    return AdamW.over(model.parameters())
        .group(List.of(model.bias().orElseThrow()), g -> g.weightDecay(0).learningRate(0.5))
        .weightDecay(0.25)
        .learningRate(0.125)
        .build();
  }

  /** Whatever the order in which they are made. */
  @Test
  void aGroupHasTheSettingsThatItDoesNotChange() {
    List<ParameterGroup> groups = grouped(new Linear(3, 2)).groups();
    assertEquals(
        List.of(
            new Adam.AdamUpdate(0.9f, 0.999f, 1e-8f, 0.25f, true, false),
            new Adam.AdamUpdate(0.9f, 0.999f, 1e-8f, 0, true, false)),
        groups.stream().map(ParameterGroup::rule).toList());
    assertEquals(List.of(0.125, 0.5), groups.stream().map(ParameterGroup::learningRate).toList());
  }

  /** Each parameter is changed by its own group's rule and rate, as if it had an optimizer. */
  @Test
  void groupsAreOptimizersOfTheirOwn() {
    Schedule halving = Schedule.exponential(0.5);
    try (Linear together = new Linear(3, 2).to(device, 1);
        Linear apart = new Linear(3, 2).to(device, 1);
        Optimizer both = grouped(together);
        Optimizer ofWeight =
            AdamW.over(List.of(apart.weight())).weightDecay(0.25).learningRate(0.125).build();
        Optimizer ofBias =
            AdamW.over(List.of(apart.bias().orElseThrow()))
                .weightDecay(0)
                .learningRate(0.5)
                .build()) {
      List.of(both, ofWeight, ofBias).forEach(optimizer -> optimizer.schedule(halving));
      for (int i = 0; i < 3; i++) {
        trainFrom(together, both, i, i + 1);
        apart.bias().orElseThrow().requiresGrad(false);
        trainFrom(apart, ofWeight, i, i + 1);
        apart.bias().orElseThrow().requiresGrad(true);
        apart.weight().requiresGrad(false);
        trainFrom(apart, ofBias, i, i + 1);
        apart.weight().requiresGrad(true);
      }
      assertEquals(List.of(0.125 / 8, 0.5 / 8), both.learningRates());
      assertEquals(Fingerprint.sha256(apart), Fingerprint.sha256(together));
    }
  }

  @Test
  void aStateHasTheRateOfEachGroup() {
    try (Linear model = new Linear(3, 2).to(device, 1);
        Optimizer optimizer = grouped(model);
        Optimizer resumed = grouped(model);
        Optimizer alone = AdamW.over(model.parameters()).build()) {
      optimizer.learningRate(2);
      assertArrayEquals(new float[] {2, 2}, (float[]) optimizer.stateDict().get("lr").array());
      resumed.loadStateDict(optimizer.stateDict());
      assertEquals(List.of(2.0, 2.0), resumed.learningRates());
      assertEquals(
          "The state is not this optimizer's, nothing was loaded: lr is (2) FLOAT32, should be ()"
              + " FLOAT32.",
          assertThrows(OptimizerException.class, () -> alone.loadStateDict(optimizer.stateDict()))
              .getMessage());
    }
  }

  @Test
  void aStateIsTakenWholeOrNotAtAll() {
    try (Linear model = new Linear(3, 2).to(device, 1);
        Optimizer optimizer = Adam.over(model.parameters()).build()) {
      train(model, optimizer, 2);
      Map<String, HostTensor> before = optimizer.stateDict();
      Map<String, HostTensor> state = new LinkedHashMap<>(before);
      state.put("0.exp_avg", HostTensor.of(new float[] {7, 7, 7, 7, 7, 7}, 2, 3));
      state.put("1.exp_avg", HostTensor.of(new float[3], 3));
      state.remove("1.exp_avg_sq");
      state.put("2.exp_avg", HostTensor.of(new float[3], 3));
      assertEquals(
          "The state is not this optimizer's, nothing was loaded: 1.exp_avg is (3) FLOAT32, should"
              + " be (2) FLOAT32; 1.exp_avg_sq is missing; 2.exp_avg is not the optimizer's.",
          assertThrows(OptimizerException.class, () -> optimizer.loadStateDict(state))
              .getMessage());
      assertArrayEquals(
          (float[]) before.get("0.exp_avg").array(),
          (float[]) optimizer.stateDict().get("0.exp_avg").array());
    }
  }

  @Test
  void stateFollowsItsParameter() {
    try (Device reference = Device.open("cpu:reference");
        Linear stayed = new Linear(3, 2).to(device, 1);
        Linear moved = new Linear(3, 2).to(device, 1);
        Optimizer one = Adam.over(stayed.parameters()).build();
        Optimizer two = Adam.over(moved.parameters()).build()) {
      train(stayed, one, 4);
      train(moved, two, 2);
      moved.to(reference);
      two.learningRate(0.001);
      trainFrom(moved, two, 2, 4);
      assertEquals(Fingerprint.sha256(stayed), Fingerprint.sha256(moved));
    }
  }

  private static void trainFrom(Linear model, Optimizer optimizer, int from, int to) {
    Device device = model.weight().tensor().device();
    for (int i = from; i < to; i++) {
      try (Scope scope = Scope.open()) {
        optimizer.zeroGrad();
        model.forward(device.full(DType.FLOAT32, 0.5 * i + 1, Shape.of(2, 3))).sum().backward();
        optimizer.step();
      }
    }
  }
}
