package dev.flambeau.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Parameter;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.optim.ReduceOnPlateau;
import dev.flambeau.optim.SGD;
import dev.flambeau.optim.Schedule;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Learning rates of 1,000 steps are PyTorch's, by tck/src/test/oracle/schedules.py. */
class SchedulesTest {
  private static final double BASE = 0.1;
  private static final double CLOSE = 1e-12;

  private static Map<String, Schedule> schedules() {
    Map<String, Schedule> schedules = new LinkedHashMap<>();
    schedules.put("constant", Schedule.constant(0.25, 40));
    schedules.put("linear", Schedule.linear(0.2, 0.7, 300));
    schedules.put("step", Schedule.step(70, 0.7));
    schedules.put("multiStep", Schedule.multiStep(0.3, 30, 80, 700));
    schedules.put("exponential", Schedule.exponential(0.997));
    schedules.put("polynomial", Schedule.polynomial(800, 1.7));
    schedules.put("cosine", Schedule.cosine(1000, 1e-3));
    schedules.put("restarts", Schedule.cosineWithRestarts(50, 2, 1e-4));
    schedules.put("evenRestarts", Schedule.cosineWithRestarts(64, 1, 0));
    schedules.put("oneCycle", Schedule.oneCycle(0.3, 1000));
    schedules.put("warmUpThenCosine", Schedule.cosine(900, 0).afterWarmUp(100, 0.01));
    schedules.put(
        "constantTimesExponential", Schedule.constant(0.1, 20).times(Schedule.exponential(0.99)));
    schedules.put("lambda", (base, step) -> base / (1 + step));
    return schedules;
  }

  @TestFactory
  Stream<DynamicTest> ratesArePyTorchs() {
    Map<String, double[]> expected = TorchNumbers.read("schedules.txt");
    return schedules().entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey(), () -> check(one.getValue(), expected.get(one.getKey()))));
  }

  private static void check(Schedule schedule, double[] expected) {
    assertEquals(1000, expected.length);
    for (int step = 0; step < expected.length; step++) {
      assertEquals(expected[step], schedule.rate(BASE, step), CLOSE, "step " + step);
    }
  }

  // ---- on a plateau ----

  private static double loss(int step) {
    return Math.max(0.5, 3 - step / 40.0) + (step * 37 % 11) / 50.0;
  }

  @Test
  void aPlateauReducesTheRateAsPyTorchHasIt() {
    Supplier<ReduceOnPlateau> falling =
        () -> ReduceOnPlateau.ofLoss().factor(0.5).patience(4).cooldown(3).least(1e-3).build();
    Supplier<ReduceOnPlateau> rising =
        () -> ReduceOnPlateau.ofScore().factor(0.3).patience(2).absoluteThreshold(0.05).build();
    checkPlateau(falling, value -> value, TorchNumbers.read("schedules.txt").get("plateau"));
    checkPlateau(rising, value -> -value, TorchNumbers.read("schedules.txt").get("risingPlateau"));
  }

  /** Through a state in the middle, too. */
  private static void checkPlateau(
      Supplier<ReduceOnPlateau> make, DoubleUnaryOperator metric, double[] expected) {
    ReduceOnPlateau schedule = make.get();
    for (int step = 0; step < expected.length; step++) {
      assertEquals(expected[step], schedule.rate(BASE, step), CLOSE, "step " + step);
      schedule.observe(metric.applyAsDouble(loss(step)));
      if (step % 100 == 57) {
        ReduceOnPlateau resumed = make.get();
        resumed.loadStateDict(schedule.stateDict());
        schedule = resumed;
      }
    }
    assertTrue(expected[999] < BASE, "it is reduced at all");
  }

  // ---- what cannot be right ----

  static Stream<Runnable> wrong() {
    return Stream.of(
        () -> Schedule.constant(-0.1, 4),
        () -> Schedule.constant(Double.NaN, 4),
        () -> Schedule.linear(0, 1, 0),
        () -> Schedule.step(0, 0.5),
        () -> Schedule.step(-3, 0.5),
        () -> Schedule.multiStep(0.5, 10, 0),
        () -> Schedule.exponential(Double.POSITIVE_INFINITY),
        () -> Schedule.polynomial(0, 1),
        () -> Schedule.cosine(10, -1),
        () -> Schedule.cosineWithRestarts(10, 0, 0),
        () -> Schedule.oneCycle(0.1, 10, 1.5, 25, 1e4),
        () -> Schedule.oneCycle(0.1, 10, 0.3, 0, 1e4),
        () -> Schedule.constant().afterWarmUp(0, 0.1),
        () -> ReduceOnPlateau.ofLoss().factor(1),
        () -> ReduceOnPlateau.ofLoss().patience(-1),
        () -> ReduceOnPlateau.ofLoss().build().loadStateDict(Map.of()));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void isRefusedAtOnce(Runnable making) {
    assertThrows(OptimizerException.class, making::run);
  }

  @Test
  void edgesAreFinite() {
    for (long steps : new long[] {1, 2, 3}) {
      for (long step = 0; step < 5; step++) {
        for (Schedule schedule :
            List.of(
                Schedule.oneCycle(0.3, steps),
                Schedule.oneCycle(0.3, steps, 0, 25, 1e4),
                Schedule.oneCycle(0.3, steps, 1, 25, 1e4),
                Schedule.cosineWithRestarts(steps, 3, 0),
                Schedule.linear(0, 1, steps))) {
          double rate = schedule.rate(BASE, step);
          assertTrue(rate >= 0 && rate <= 0.3, steps + " steps, step " + step + ": " + rate);
        }
      }
    }
    double late = Schedule.cosineWithRestarts(1, 2, 0).rate(BASE, Long.MAX_VALUE / 2);
    assertTrue(late >= 0 && late <= BASE, "a late step: " + late);
  }

  // ---- an optimizer's ----

  @Test
  void anOptimizerTakesTheRateOfEachStep() {
    try (Device device = Device.open("cpu");
        Linear model = new Linear(1, 1, false).to(device, 1);
        Optimizer optimizer = SGD.over(model.parameters()).learningRate(0.5).build();
        Scope scope = Scope.open()) {
      optimizer.schedule(Schedule.step(2, 0.5));
      float before = model.weight().tensor().item();
      float[] rates = {0.5f, 0.5f, 0.25f, 0.25f, 0.125f};
      for (float rate : rates) {
        assertEquals(rate, optimizer.learningRate());
        optimizer.zeroGrad();
        model.forward(device.tensor(new float[] {1}, 1, 1)).sum().backward();
        optimizer.step();
        float after = model.weight().tensor().item();
        assertEquals(before - rate, after);
        before = after;
      }
      optimizer.steps(1);
      assertEquals(0.5, optimizer.learningRate(), "a run that goes on does so by its step");
    }
  }

  @Test
  void aRateThatCannotBeRightEndsTheStepBeforeItCounts() {
    try (Device device = Device.open("cpu");
        Linear model = new Linear(1, 1, false).to(device, 1)) {
      List<Parameter> parameters = model.parameters();
      try (Optimizer optimizer = Adam.over(parameters).build()) {
        optimizer.schedule((base, step) -> 1 - step);
        optimizer.step();
        optimizer.step();
        String message = assertThrows(OptimizerException.class, optimizer::step).getMessage();
        assertEquals(
            "The schedule gives a rate of -1.0 after 2 steps; it must be finite and at least 0.",
            message);
        assertEquals(2, optimizer.steps());
      }
    }
  }
}
