package dev.flambeau.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.op.Op;
import dev.flambeau.op.gradient.Gradients;
import dev.flambeau.tck.cases.Case;
import dev.flambeau.tck.cases.HostTensor;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Autograd.GraphMode;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.GradientException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every gradient rule against central differences in FLOAT64: of a weighted sum of one of the op's
 * outputs, and of all of them, with respect to each element of each input.
 */
class GradientTest {
  private static final Device DEVICE = Device.open("cpu:reference");
  private static final long SEED = Long.getLong("flambeau.seed", 1);

  /** The step relative to the element, at which rounding and curvature both cost about 1e-10. */
  private static final double STEP = 1e-6;

  private static final double TOLERANCE = 1e-6;

  private static final List<Case> CASES = GradientChecks.all();

  @AfterAll
  static void close() {
    DEVICE.close();
  }

  @Test
  void everyOpHasARuleOrAReasonForNone() {
    for (Class<? extends Op> op : Op.all()) {
      boolean rule = Gradients.rule(op).isPresent();
      boolean reason = Gradients.reasonForNone(op).isPresent();
      assertTrue(rule != reason, Op.name(op) + ": rule " + rule + ", reason for none " + reason);
    }
  }

  @Test
  void everyRuleIsChecked() {
    Set<Class<?>> checked =
        CASES.stream().map(test -> test.op().getClass()).collect(Collectors.toSet());
    List<String> unchecked =
        Op.all().stream()
            .filter(op -> Gradients.rule(op).isPresent() && !checked.contains(op))
            .map(Op::name)
            .toList();
    assertEquals(List.of(), unchecked, "ops whose gradient nothing checks");
    assertTrue(CASES.size() >= 100, "gradient checks vanished: " + CASES.size());
  }

  @TestFactory
  Stream<DynamicTest> gradientsAreThoseOfDifferences() {
    return CASES.stream()
        .map(test -> DynamicTest.dynamicTest(test.name(), () -> check(test, List.of(0))));
  }

  /** Of a later output a gradient may be refused; it may not be wrong. */
  @TestFactory
  Stream<DynamicTest> gradientsOfLaterOutputsAreRightOrRefused() {
    return CASES.stream()
        .filter(test -> outputs(test) > 1)
        .flatMap(
            test ->
                IntStream.range(1, outputs(test))
                    .mapToObj(
                        output ->
                            DynamicTest.dynamicTest(
                                test.name() + ", output " + output,
                                () -> checkOrRefused(test, List.of(output)))));
  }

  /** Nor may it be dropped where the first output has one. */
  @TestFactory
  Stream<DynamicTest> gradientsOfAllOutputsTogetherAreRightOrRefused() {
    return CASES.stream()
        .filter(test -> outputs(test) > 1)
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.name(),
                    () ->
                        checkOrRefused(test, IntStream.range(0, outputs(test)).boxed().toList())));
  }

  /**
   * The gradients' own gradients, by a recorded walk, against differences of the gradients: rules
   * are ops, and can be differentiated as any.
   */
  @TestFactory
  Stream<DynamicTest> gradientsOfGradientsAreThoseOfDifferences() {
    return CASES.stream()
        .map(test -> DynamicTest.dynamicTest(test.name(), () -> checkSecond(test)));
  }

  private static void checkSecond(Case test) {
    List<HostTensor> inputs = test.inputs(SEED);
    List<double[]> second;
    try (Scope scope = Scope.open()) {
      List<Tensor> leaves = inputs.stream().map(GradientTest::leaf).toList();
      Tensor sum = weightedGradients(test, leaves, GraphMode.CREATE);
      if (sum.requiresGrad()) {
        sum.backward();
      }
      second = leaves.stream().map(GradientTest::gradient).toList();
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).type().dtype().isFloating()) {
        double[] expected = differences(inputs, i, () -> weightedGradients(test, inputs));
        compare(test, i, expected, second.get(i));
      }
    }
  }

  private static double weightedGradients(Case test, List<HostTensor> inputs) {
    try (Scope scope = Scope.open()) {
      List<Tensor> leaves = inputs.stream().map(GradientTest::leaf).toList();
      return weightedGradients(test, leaves, GraphMode.FREE).toDoubles()[0];
    }
  }

  /** A weighted sum of all gradients of a weighted sum of the first output. */
  private static Tensor weightedGradients(Case test, List<Tensor> leaves, GraphMode mode) {
    Tensor output = Tensor.apply(test.op(), leaves).get(0);
    Tensor sum = output.mul(weights(output)).sum();
    sum.backward(GraphMode.RETAIN); // shows which inputs have one
    List<Tensor> reached = leaves.stream().filter(leaf -> leaf.grad().isPresent()).toList();
    leaves.forEach(Tensor::zeroGrad);
    return Autograd.grad(sum, reached, mode).stream()
        .map(gradient -> gradient.mul(weights(gradient)).sum())
        .reduce(Tensor::add)
        .orElseThrow();
  }

  /** Those that may have a gradient, which come before any of integers. */
  private static int outputs(Case test) {
    return (int)
        test.op().infer(test.types()).stream().filter(type -> type.dtype().isFloating()).count();
  }

  private static void checkOrRefused(Case test, List<Integer> outputs) {
    try {
      check(test, outputs);
    } catch (GradientException e) {
      assertTrue(
          outputs.stream().anyMatch(n -> e.getMessage().equals(refusal(test, n))), e::toString);
    }
  }

  private static String refusal(Case test, int output) {
    return test.op().name()
        + ": output "
        + output
        + " has a gradient, which the op's rule does not take. Use detach() on it.";
  }

  private static void check(Case test, List<Integer> outputs) {
    try (Scope scope = Scope.open()) {
      List<HostTensor> inputs = test.inputs(SEED);
      List<Tensor> leaves = inputs.stream().map(GradientTest::leaf).toList();
      List<Tensor> all = Tensor.apply(test.op(), leaves);
      outputs.stream()
          .map(all::get)
          .map(output -> output.mul(weights(output)).sum())
          .reduce(Tensor::add)
          .orElseThrow()
          .backward();
      for (int i = 0; i < inputs.size(); i++) {
        if (inputs.get(i).type().dtype().isFloating()) {
          double[] gradient = gradient(leaves.get(i));
          double[] expected = differences(inputs, i, () -> weighted(test.op(), inputs, outputs));
          compare(test, i, expected, gradient);
        }
      }
    }
  }

  /** One that an output does not depend on gets none. */
  private static double[] gradient(Tensor leaf) {
    return leaf.grad().map(Tensor::toDoubles).orElseGet(() -> new double[leaf.shape().elements()]);
  }

  private static void compare(Case test, int input, double[] expected, double[] gradient) {
    double error = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      error += Math.pow(expected[i] - gradient[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    double relative = Math.sqrt(error) / Math.max(Math.sqrt(norm), 1e-3);
    assertTrue(
        relative <= TOLERANCE,
        () ->
            String.format(
                Locale.ROOT,
                "%s: the gradient of input %d is off by %.1e relative to its norm, seed %d. See"
                    + " docs/numerics.md, \"%s\".",
                test,
                input,
                relative,
                SEED,
                test.rule()));
  }

  /** How a number changes with each element of an input. */
  private static double[] differences(List<HostTensor> inputs, int input, DoubleSupplier computed) {
    HostTensor changed = inputs.get(input);
    double[] differences = new double[changed.type().elements()];
    for (int i = 0; i < differences.length; i++) {
      double x = changed.value(i);
      double step = STEP * Math.max(1, Math.abs(x));
      changed.put(i, x + step);
      double above = computed.getAsDouble();
      changed.put(i, x - step);
      double below = computed.getAsDouble();
      changed.put(i, x);
      differences[i] = (above - below) / (2 * step);
    }
    return differences;
  }

  private static double weighted(Op op, List<HostTensor> inputs, List<Integer> outputs) {
    try (Scope scope = Scope.open()) {
      List<Tensor> all = Tensor.apply(op, inputs.stream().map(GradientTest::tensor).toList());
      double sum = 0;
      for (int output : outputs) {
        double[] values = all.get(output).toDoubles();
        for (int i = 0; i < values.length; i++) {
          sum += weight(i) * values[i];
        }
      }
      return sum;
    }
  }

  private static Tensor weights(Tensor output) {
    double[] weights = new double[output.shape().elements()];
    Arrays.setAll(weights, GradientTest::weight);
    return DEVICE.tensor(weights, output.shape().sizes());
  }

  /** Different ones, so that no two elements' parts can stand in for each other. */
  private static double weight(int element) {
    return 0.5 + Math.sin(1 + element);
  }

  private static Tensor leaf(HostTensor values) {
    Tensor tensor = tensor(values);
    return values.type().dtype().isFloating() ? tensor.requiresGrad(true) : tensor;
  }

  private static Tensor tensor(HostTensor values) {
    int[] sizes = values.type().shape().sizes();
    double[] doubles = new double[values.type().elements()];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values.value(i);
    }
    Tensor tensor = DEVICE.tensor(doubles, sizes);
    return tensor.cast(values.type().dtype());
  }
}
