package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.BatchNorm1d;
import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Buffer;
import dev.flambeau.nn.GroupNorm;
import dev.flambeau.nn.InstanceNorm2d;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.ModelException;
import dev.flambeau.op.Philox;
import dev.flambeau.op.ShapeMismatchException;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Autograd;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.TrainingStep;
import dev.flambeau.training.SmallTraining.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What norms keep: moved once a forward pass in training, whatever the step is made of. */
class RunningStatisticsTest {
  private static final int STEPS = 3;

  private static Tensor images(Device device, int step, int batch) {
    float[] values = new float[batch * 3 * 2 * 5];
    new Philox(3, Philox.TEST_DATA, 0, step).fill(values, 2);
    return device.tensor(values, batch, 3, 2, 5);
  }

  private static List<float[]> kept(Layer norm) {
    List<float[]> kept = new ArrayList<>();
    for (Buffer buffer : norm.namedBuffers().values()) {
      kept.add(buffer.tensor().toFloats());
    }
    return kept;
  }

  /** What is kept after some steps whose loss is a norm's output under a way of running it. */
  private static List<float[]> trained(
      Device device, Mode mode, int parts, BiFunction<Layer, Tensor, Tensor> way) {
    try (Layer norm = new BatchNorm2d(3).to(device, 1);
        var sgd = SGD.over(norm.parameters()).learningRate(0.1).build();
        TrainingStep step =
            mode.step(sgd, batch -> way.apply(norm, batch.input()).square().mean())
                .accumulate(parts)) {
      for (int i = 0; i < STEPS; i++) {
        try (Scope scope = Scope.open()) {
          step.run(DeviceBatch.of(images(device, i, 4)));
        }
      }
      List<float[]> kept = kept(norm);
      norm.parameters().forEach(parameter -> kept.add(parameter.tensor().toFloats()));
      return kept;
    }
  }

  private static void assertSame(List<float[]> expected, List<float[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), "number " + i);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aPartThatIsComputedAgainMovesThemOnce(Mode mode) {
    try (Device device = Device.open("cpu")) {
      List<float[]> expected = trained(device, Mode.EAGER, 1, Layer::forward);
      assertSame(
          expected, trained(device, mode, 1, (norm, x) -> Autograd.checkpoint(norm::forward, x)));
      assertSame(
          expected,
          trained(
              device,
              mode,
              1,
              (norm, x) -> Autograd.checkpoint(y -> Autograd.checkpoint(norm::forward, y), x)));
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void microBatchesMoveThemOneAfterTheOther(Mode mode) {
    try (Device device = Device.open("cpu");
        Layer norm = new BatchNorm2d(3).to(device, 1)) {
      for (int i = 0; i < STEPS; i++) {
        try (Scope scope = Scope.open()) {
          Tensor x = images(device, i, 4);
          norm.forward(x.slice(0, 0, 2));
          norm.forward(x.slice(0, 2, 4));
        }
      }
      List<float[]> expected = kept(norm);
      assertArrayEquals(new float[] {2 * STEPS}, expected.get(2));
      assertSame(expected, trained(device, mode, 2, Layer::forward).subList(0, 3));
    }
  }

  @Test
  void inUseTheyStayAndAreUsed() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        Layer norm = new InstanceNorm2d(3, 0, 0.1, false, true).to(device, 1)) {
      norm.eval();
      Tensor x = images(device, 0, 2);
      assertArrayEquals(x.toFloats(), norm.forward(x).toFloats());
      assertArrayEquals(new float[3], kept(norm).get(0));
      norm.train();
      norm.forward(x);
      assertArrayEquals(new float[] {1}, kept(norm).get(2));
    }
  }

  /** A channel that is dead gets no subnormal variance. */
  @Test
  void whatDecaysBecomesZero() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        Layer norm = new BatchNorm1d(1, 1e-5, 0.9, false, true).to(device, 1)) {
      Tensor x = device.zeros(4, 1);
      for (int i = 0; i < 30; i++) {
        norm.forward(x);
      }
      float least = kept(norm).get(1)[0];
      assertEquals(1e-30f, least, 1e-32f);
      norm.forward(x);
      assertEquals(0f, kept(norm).get(1)[0]);
    }
  }

  @Test
  void refusals() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open();
        Layer norm = new BatchNorm2d(3).to(device, 1);
        Layer rows = new BatchNorm1d(3).to(device, 1);
        Layer instances = new InstanceNorm2d(3).to(device, 1);
        Layer groups = new GroupNorm(2, 4).to(device, 1)) {
      assertEquals(
          "BatchNorm2d: takes 2 values or more of each channel in training, was given (1, 3, 1, 1)."
              + " Take a larger batch, dropLast() of the loader, or eval() for use.",
          refusal(norm, device.ones(1, 3, 1, 1)));
      assertArrayEquals(new float[] {0}, kept(norm).get(2), "nothing was counted");
      assertEquals(
          "BatchNorm2d: takes (N, C, H, W) with C = 3, was given (2, 3)",
          refusal(norm, device.ones(2, 3)));
      assertEquals(
          "BatchNorm1d: takes (N, C) or (N, C, L) with C = 3, was given (3, 2)",
          refusal(rows, device.ones(3, 2)));
      assertEquals(
          "InstanceNorm2d: takes 2 values or more of each channel in training, was given (2, 3, 1,"
              + " 1). Take a larger batch, dropLast() of the loader, or eval() for use.",
          refusal(instances, device.ones(2, 3, 1, 1)));
      assertEquals(
          "GroupNorm: takes (N, C, …) with C = 4, was given (4)", refusal(groups, device.ones(4)));
      norm.eval();
      norm.forward(device.ones(1, 3, 1, 1));
    }
    assertEquals(
        "BatchNorm1d: takes a momentum in [0, 1], or none for a mean of all batches, was given"
            + " 1.5.",
        assertThrows(ModelException.class, () -> new BatchNorm1d(3, 0, 1.5, true, true))
            .getMessage());
    assertEquals(
        "GroupNorm: takes channels that divide by the number of groups, was given 2 groups and 3"
            + " channels.",
        assertThrows(ModelException.class, () -> new GroupNorm(2, 3)).getMessage());
  }

  private static String refusal(Layer layer, Tensor x) {
    return assertThrows(ShapeMismatchException.class, () -> layer.forward(x)).getMessage();
  }
}
