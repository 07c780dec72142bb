package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.op.OptimizerUpdate;
import dev.flambeau.optim.SGD.SgdUpdate;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.GradientException;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is changed in place between forward and backward gives no wrong gradient. */
class ChangedInPlaceTest {
  /** Ways to change a tensor of 2 in place. */
  private static final Map<String, Consumer<Tensor>> CHANGES =
      Map.of(
          "write", x -> x.write(9, 9),
          "copyFrom", x -> x.copyFrom(x.device().ones(2)),
          "from another device", x -> fromAnotherDevice(x),
          "through detach()", x -> x.detach().write(9, 9),
          "through a slice", x -> x.slice(0, 1, 2).write(9),
          "through reshape", x -> x.detach().reshape(2, 1).write(9, 9),
          "an optimizer's step", ChangedInPlaceTest::update,
          "a captured optimizer's step", ChangedInPlaceTest::capturedUpdate);

  /** Functions whose gradient needs the values of the tensor (2) that is changed. */
  private static final Map<String, BinaryOperator<Tensor>> READING =
      Map.of(
          "mul", (x, w) -> w.mul(x),
          "mul itself", (x, w) -> w.mul(w),
          "div", (x, w) -> x.div(w),
          "fma", (x, w) -> x.fma(w, x),
          "log", (x, w) -> w.log(),
          "abs", (x, w) -> w.abs(),
          "max", (x, w) -> w.max(),
          "matmul", (x, w) -> x.reshape(1, 2).matmul(w.reshape(2, 1)),
          "linear",
              (x, w) -> Functional.linear(x.reshape(1, 2), w.reshape(1, 2), x.device().zeros(1)));

  /** Functions whose gradient does not. */
  private static final Map<String, BinaryOperator<Tensor>> NOT_READING =
      Map.of(
          "add", (x, w) -> x.add(w),
          "sub", (x, w) -> w.sub(x),
          "mul by a constant", (x, w) -> w.mul(3),
          "reshape", (x, w) -> w.reshape(2, 1),
          "concat", (x, w) -> Tensor.concat(0, w, x),
          "mean", (x, w) -> w.mean(),
          "where", (x, w) -> Tensor.where(x.eq(x), w, x),
          "exp", (x, w) -> w.exp());

  private final Device device = Device.open("cpu");
  private final Scope scope = Scope.open();

  @AfterEach
  void close() {
    scope.close();
    device.close();
  }

  private static void fromAnotherDevice(Tensor x) {
    try (Device other = Device.open("cpu:reference")) {
      x.copyFrom(other.ones(2));
    }
  }

  private static void update(Tensor x) {
    Device device = x.device();
    List<Tensor> state = List.of(x);
    Functional.update(
        new OptimizerUpdate(new SgdUpdate(0, 0)),
        state,
        List.of(device.ones(2)),
        device.tensor(new float[] {1}, 1));
  }

  /** Recorded before, as in training: the run alone changes it now. */
  private static void capturedUpdate(Tensor x) {
    Device device = x.device();
    List<Tensor> state = List.of(x);
    Tensor rate = device.tensor(new float[] {1}, 1);
    try (CapturedStep step =
        CapturedStep.record(
            device,
            List.of(device.ones(2)),
            in -> {
              Functional.update(new OptimizerUpdate(new SgdUpdate(0, 0)), state, in, rate);
              return List.of();
            })) {
      Tensor y = x.mul(x).sum();
      step.run(List.of(device.ones(2)));
      assertThrows(GradientException.class, y::backward);
    }
  }

  static Stream<Arguments> readingAndChanged() {
    return READING.keySet().stream()
        .flatMap(name -> CHANGES.keySet().stream().map(change -> Arguments.of(name, change)));
  }

  private Tensor leaf() {
    return device.tensor(new float[] {3, 5}, 2).requiresGrad(true);
  }

  @ParameterizedTest
  @MethodSource("readingAndChanged")
  void isRefusedWhereTheGradientNeedsIt(String name, String change) {
    Tensor x = leaf();
    Tensor w = leaf();
    Tensor y = READING.get(name).apply(x, w).sum();
    CHANGES.get(change).accept(w);
    assertThrows(GradientException.class, y::backward);
  }

  static Stream<String> notReading() {
    return NOT_READING.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("notReading")
  void isFineWhereTheGradientDoesNot(String name) {
    Tensor x = leaf();
    Tensor w = leaf();
    NOT_READING.get(name).apply(x, w).sum().backward();
    float[] expected = w.grad().orElseThrow().toFloats();
    w.zeroGrad();
    Tensor y = NOT_READING.get(name).apply(x, w).sum();
    w.write(9, 9);
    y.backward();
    assertArrayEquals(expected, w.grad().orElseThrow().toFloats());
  }

  @Test
  void anOutputCountsAsAnInputDoes() {
    Tensor y = leaf().tanh();
    Tensor sum = y.sum();
    y.write(0, 0);
    assertEquals(
        "tanh: backward needs output 0, (2) FLOAT32, as it was in the forward pass, and it has been"
            + " changed in place since: by write, copyFrom, loadStateDict or an optimizer's step."
            + " Change it after backward, or run the forward pass again.",
        assertThrows(GradientException.class, sum::backward).getMessage());
  }

  @Test
  void namesTheOpAndTheInput() {
    Tensor w = leaf();
    Tensor y = w.mul(device.ones(2)).mul(w).sum();
    w.write(0, 0);
    assertEquals(
        "mul: backward needs input 1, (2) FLOAT32, as it was in the forward pass, and it has been"
            + " changed in place since: by write, copyFrom, loadStateDict or an optimizer's step."
            + " Change it after backward, or run the forward pass again.",
        assertThrows(GradientException.class, y::backward).getMessage());
  }

  @Test
  void whatWantsNoGradientNeedsNoValues() {
    Tensor x = device.ones(2);
    Tensor w = leaf();
    Tensor y = x.mul(w).sum();
    w.write(9, 9); // the gradient of w is x
    y.backward();
    assertArrayEquals(new float[] {1, 1}, w.grad().orElseThrow().toFloats());
  }

  @Test
  void aStepAfterBackwardIsAsEver() {
    Tensor w = leaf();
    for (int i = 0; i < 3; i++) {
      w.mul(w).sum().backward();
      update(w);
      w.zeroGrad();
    }
    assertArrayEquals(new float[] {0, 2}, w.toFloats());
  }
}
