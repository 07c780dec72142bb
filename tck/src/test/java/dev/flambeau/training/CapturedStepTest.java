package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.op.DType;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.tensor.CapturedStep;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.CaptureException;
import dev.flambeau.tensor.error.ClosedTensorException;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a captured step computes again, and what it refuses to be. */
class CapturedStepTest {
  private final Device device = Device.open("cpu");

  @AfterEach
  void close() {
    device.close();
  }

  private CapturedStep record(CapturedStep.Code code, float... example) {
    try (Tensor input = device.tensor(example, example.length)) {
      return CapturedStep.record(device, List.of(input), code);
    }
  }

  private float[] run(CapturedStep step, float... values) {
    try (Tensor input = device.tensor(values, values.length)) {
      return step.run(List.of(input)).get(0).toFloats();
    }
  }

  private void assertNothingHeld() {
    assertEquals(0, device.memory().buffers());
    assertEquals(0, device.memory().usedBytes());
  }

  @Test
  void computesAgainWithOtherInputs() {
    try (CapturedStep step = record(in -> List.of(in.get(0).mul(2).add(1).relu()), 1, -3)) {
      assertArrayEquals(new float[] {3, 0}, step.results().get(0).toFloats(), "of the recording");
      assertArrayEquals(new float[] {0, 9}, run(step, -7, 4));
      assertArrayEquals(new float[] {2, 1}, run(step, 0.5f, 0));
    }
    assertNothingHeld();
  }

  @ParameterizedTest
  @ValueSource(strings = {"256", "off"})
  void sumsWhatOpsFollowThatDoNotReadIt(String vectors) {
    String before = System.getProperty("flambeau.cpu.vectors", "");
    System.setProperty("flambeau.cpu.vectors", vectors);
    CapturedStep.Code code =
        in -> {
          Tensor v = in.get(0).mul(2);
          return List.of(v.mul(v).sum(new int[] {1}, true), v.sigmoid().mul(v));
        };
    try (Device cpu = Device.open("cpu");
        Tensor x = cpu.tensor(new float[] {1, 2, 3, 4}, 2, 2);
        CapturedStep step = CapturedStep.record(cpu, List.of(x), code)) {
      assertArrayEquals(new float[] {20, 100}, step.results().get(0).toFloats());
    } finally {
      System.setProperty("flambeau.cpu.vectors", before);
    }
  }

  /**
   * Views of what was computed, of inputs and of tensors from before; results that are the same.
   */
  @Test
  void givesViewsBack() {
    Tensor before = device.tensor(new float[] {1, 2, 3, 4}, 4);
    CapturedStep.Code code =
        in -> {
          Tensor y = in.get(0).mul(before).reshape(2, 2);
          return List.of(y.slice(0, 1, 2), y, y.transpose(0, 1), in.get(0), before.slice(0, 1, 3));
        };
    try (CapturedStep step = record(code, 1, 1, 1, 1)) {
      assertArrayEquals(new float[] {9, 16}, run(step, 1, 2, 3, 4));
      assertArrayEquals(new float[] {1, 4, 9, 16}, step.results().get(1).toFloats());
      assertArrayEquals(new float[] {1, 9, 4, 16}, step.results().get(2).toFloats());
      assertArrayEquals(new float[] {1, 2, 3, 4}, step.results().get(3).toFloats());
      assertArrayEquals(new float[] {2, 3}, step.results().get(4).toFloats());
      before.write(0, 0, 0, 1);
      assertArrayEquals(new float[] {0, 4}, run(step, 1, 2, 3, 4), "it reads what is there now");
    }
    before.close();
    assertNothingHeld();
  }

  @Test
  void changesParametersInPlace() {
    try (Linear model = new Linear(1, 1).to(device, 1);
        Optimizer optimizer = Adam.over(model.parameters()).learningRate(0.1).build();
        TrainingStep step = TrainingStep.captured(optimizer, SmallTraining.REGRESSION.loss(model));
        Scope scope = Scope.open()) {
      Tensor weight = model.parameters().get(0).tensor();
      Tensor x = device.tensor(new float[] {1, 2}, 2, 1);
      Tensor y = device.tensor(new float[] {3, 5}, 2, 1);
      for (int i = 0; i < 4; i++) {
        float before = weight.item();
        step.run(x, y);
        assertNotEquals(before, weight.item());
        assertTrue(model.parameters().get(0).grad().isEmpty());
      }
    }
    assertNothingHeld();
  }

  @Test
  void eachShapeOfBatchHasItsPlan() {
    SmallTraining training = SmallTraining.CLASSIFIER;
    try (Layer model = training.network(device);
        Optimizer optimizer = training.optimizer(model);
        TrainingStep step = TrainingStep.captured(optimizer, training.loss(model));
        Scope scope = Scope.open()) {
      Tensor x = training.input(device, 0);
      Tensor y = training.target(device, 0);
      step.run(x, y);
      float whole = step.run(x, y).item();
      long ofOne = device.memory().usedBytes();
      step.run(x.slice(0, 0, 3), y.slice(0, 0, 3));
      long ofTwo = device.memory().usedBytes();
      assertTrue(ofTwo > ofOne, "a plan of its own");
      assertNotEquals(whole, step.run(x, y).item(), "trained since");
      step.run(x.slice(0, 3, 6), y.slice(0, 3, 6));
      assertEquals(ofTwo, device.memory().usedBytes());
    }
    assertNothingHeld();
  }

  private interface Forbidden {
    Tensor run(Device device, Tensor x);
  }

  static Stream<Arguments> forbidden() {
    return Stream.of(
        refused((device, x) -> x.mul(x.sum().item()), "a value is read back"),
        refused(
            (device, x) -> x.mul(device.tensor(new float[] {2}, 1)), "tensor: values come from"),
        refused(CapturedStepTest::write, "write: values come from the host"),
        refused(CapturedStepTest::copyFrom, "copyFrom: takes floats of one device in a step"),
        refused(CapturedStepTest::keep, "a tensor (2) FLOAT32 that it made lives on"),
        refused(CapturedStepTest::otherDevice, "it is recorded on cpu and uses cpu:reference"),
        refused(CapturedStepTest::nested, "a step is being recorded already"));
  }

  private static Arguments refused(Forbidden code, String message) {
    return Arguments.of(code, message);
  }

  private static Tensor write(Device device, Tensor x) {
    Tensor y = x.mul(2);
    y.write(1, 2);
    return y;
  }

  private static Tensor copyFrom(Device device, Tensor x) {
    Tensor y = x.cast(DType.INT32);
    y.copyFrom(y);
    return x.mul(2);
  }

  private static Tensor keep(Device device, Tensor x) {
    Scope.outside(x::neg);
    return x.mul(3);
  }

  private static Tensor otherDevice(Device device, Tensor x) {
    try (Device other = Device.open("cpu:reference")) {
      return other.zeros(2).add(1);
    }
  }

  private static Tensor nested(Device device, Tensor x) {
    return CapturedStep.record(device, List.of(x), in -> in).results().get(0);
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void refusesWhatWouldNotBeTheSameAgain(Forbidden code, String message) {
    CaptureException refusal =
        assertThrows(
            CaptureException.class, () -> record(in -> List.of(code.run(device, in.get(0))), 1, 2));
    String text = refusal.getMessage();
    assertTrue(text.startsWith("A step cannot be captured: " + message), text);
    // What follows runs as ever: the recording has ended.
    try (CapturedStep step = record(in -> List.of(in.get(0).neg()), 1, 2)) {
      assertArrayEquals(new float[] {-3, -4}, run(step, 3, 4));
    }
  }

  @Test
  void namesTheLineThatReads() {
    CaptureException refusal =
        assertThrows(
            CaptureException.class,
            () -> record(in -> List.of(in.get(0).mul(in.get(0).sum().item())), 1, 2));
    assertTrue(
        refusal
            .getMessage()
            .matches("(?s).* At .*CapturedStepTest.*\\(CapturedStepTest.java:\\d+\\)\\."),
        refusal.getMessage());
  }

  @Test
  void anOptimizersHostPartStaysOutside() {
    try (Linear model = new Linear(2, 1).to(device, 1);
        Optimizer optimizer = Adam.over(model.parameters()).learningRate(0.1).build()) {
      optimizer.step();
      CaptureException refusal =
          assertThrows(
              CaptureException.class,
              () ->
                  record(
                      in -> {
                        model.forward(in.get(0).reshape(1, 2)).sum().backward();
                        optimizer.step();
                        return List.of();
                      },
                      1,
                      2));
      assertTrue(
          refusal.getMessage().contains("call advance() before the step and update() in it"));
    }
  }

  @Test
  void refusesOtherShapes() {
    try (CapturedStep step = record(in -> List.of(in.get(0).neg()), 1, 2)) {
      ShapeMismatchException refusal =
          assertThrows(ShapeMismatchException.class, () -> run(step, 1, 2, 3));
      assertEquals(
          "captured step: input 0 was (2) FLOAT32 when it was recorded, is (3) FLOAT32. Capture a"
              + " step of its own for other shapes.",
          refusal.getMessage());
      assertThrows(ShapeMismatchException.class, () -> step.run(List.of()));
    }
  }

  @Test
  void refusesToRunOnWhatHasBeenClosed() {
    Tensor factor = device.tensor(new float[] {2, 3}, 2);
    CapturedStep step = record(in -> List.of(in.get(0).mul(factor)), 1, 1);
    factor.close();
    assertThrows(ClosedTensorException.class, () -> run(step, 1, 1));
    step.close();
    step.close();
    assertThrows(ClosedTensorException.class, () -> run(step, 1, 1));
    assertNothingHeld();
  }

  @Test
  void anUpdateNeedsItsNumbers() {
    try (Linear model = new Linear(2, 1).to(device, 1);
        Optimizer optimizer = Adam.over(model.parameters()).learningRate(0.1).build()) {
      assertThrows(OptimizerException.class, optimizer::update);
    }
  }

  /** The example of its Javadoc, line by line: the same steps by hand give the same weights. */
  @Test
  void theExampleOfItsJavadocRuns() {
    var loss = new MSELoss();
    var loader =
        new DataLoader(
            Dataset.of(8, i -> Example.of(new float[] {i, 8 - i}, new float[] {i * i})), 4);
    Set<String> hashes = new HashSet<>();
    for (boolean captured : new boolean[] {true, false}) {
      try (Linear model = new Linear(2, 1).to(device, 1);
          Optimizer optimizer = Adam.over(model.parameters()).build();
          Scope outer = Scope.open()) {
        Tensor x = device.ones(4, 2);
        Tensor y = device.ones(4, 1);
        if (captured) {
          optimizer.advance();
          var step =
              CapturedStep.record(
                  device,
                  List.of(x, y),
                  in -> {
                    Tensor value = loss.of(model.forward(in.get(0)), in.get(1));
                    value.backward();
                    optimizer.update();
                    optimizer.zeroGrad();
                    return List.of(value);
                  });
          for (var batch : loader) {
            try (var scope = Scope.open()) {
              optimizer.advance();
              step.run(batch.on(device).tensors());
            }
          }
          step.close();
        } else {
          loss.of(model.forward(x), y).backward();
          optimizer.step();
          for (var batch : loader) {
            optimizer.zeroGrad();
            var there = batch.on(device);
            loss.of(model.forward(there.input()), there.target()).backward();
            optimizer.step();
          }
        }
        assertEquals(3, optimizer.steps());
        hashes.add(Fingerprint.sha256(model));
      }
    }
    assertEquals(1, hashes.size());
  }
}
