package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.nn.Buffer;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Module;
import dev.flambeau.optim.OptimizerException;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.MovingAverage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** numerics.md, "Moving averages". */
class MovingAverageTest {
  private final Device device = Device.open("cpu");

  /** A weight, and a buffer that a layer changes by itself. */
  private static final class Counting extends Module {
    private final Buffer count = buffer("count", Initializer.constant(0), 1);
    private final Linear inner = child("inner", new Linear(1, 1, false));

    void set(float weight, float seen) {
      inner.weight().tensor().write(weight);
      count.tensor().write(seen);
    }

    float[] values() {
      return new float[] {inner.weight().tensor().item(), count.tensor().item()};
    }
  }

  private final Counting model = new Counting().to(device, 1);

  @AfterEach
  void close() {
    model.close();
    device.close();
  }

  private static float flushed(float value) {
    return Math.abs(value) < 0x1p-100f ? 0 : value;
  }

  private void assertAverage(MovingAverage average, float weight, float count) {
    float[] before = model.values();
    average.swap();
    assertArrayEquals(new float[] {weight, count}, model.values());
    average.swap();
    assertArrayEquals(before, model.values());
  }

  @Test
  void itFollowsTheParametersAndCopiesBuffers() {
    model.set(1, 1);
    try (MovingAverage average = MovingAverage.of(model, 0.75)) {
      assertAverage(average, 1, 1);
      model.set(5, 2);
      average.update();
      assertAverage(average, 2, 2); // 0.75 + 0.25·5
      model.set(-0x1p-101f, 3);
      average.update();
      assertAverage(average, 1.5f, 3);
      assertEquals(2, average.updates());
    }
  }

  @Test
  void itsDecayRises() {
    model.set(0, 0);
    try (MovingAverage average = MovingAverage.warmingUp(model, 0.25)) {
      double[] decays = {1.0 / 10, 2.0 / 11, 0.25, 0.25};
      float expected = 0;
      for (int i = 0; i < decays.length; i++) {
        model.set(i + 1, i);
        average.update();
        expected = Math.fma((float) decays[i], expected, (float) (1 - decays[i]) * (i + 1));
        assertAverage(average, expected, i);
      }
    }
  }

  @Test
  void itHoldsNoSubnormals() {
    model.set(0x1p-99f, 0);
    try (MovingAverage average = MovingAverage.of(model, 0.25)) {
      model.set(0, 0);
      average.update();
      assertAverage(average, flushed(0x1p-101f), 0);
    }
  }

  @Test
  void anotherModelMayHaveIt() {
    model.set(4, 1);
    try (MovingAverage average = MovingAverage.of(model, 0.5);
        Counting other = new Counting().to(device, 2);
        Linear stranger = new Linear(2, 1).to(device, 1)) {
      model.set(8, 2);
      average.update();
      average.copyTo(other);
      assertArrayEquals(new float[] {6, 2}, other.values());
      assertEquals(
          "The model is not of this average's members, nothing was copied: [bias, count,"
              + " inner.weight, weight] are missing, not known, or of another type.",
          assertThrows(OptimizerException.class, () -> average.copyTo(stranger)).getMessage());
    }
  }

  @Test
  void itGoesOnFromItsState() {
    model.set(1, 0);
    try (MovingAverage average = MovingAverage.warmingUp(model, 0.9);
        MovingAverage resumed = MovingAverage.warmingUp(model, 0.9)) {
      model.set(2, 7);
      average.update();
      Map<String, HostTensor> state = average.stateDict();
      assertEquals("[n_averaged, module.count, module.inner.weight]", state.keySet().toString());
      resumed.loadStateDict(state);
      assertEquals(1, resumed.updates());
      for (MovingAverage each : new MovingAverage[] {average, resumed}) {
        each.update();
        assertAverage(each, Math.fma((float) (2 / 11.0), 1.9f, (float) (1 - 2 / 11.0) * 2), 7);
      }
      Map<String, HostTensor> less = new LinkedHashMap<>(state);
      less.remove("module.count");
      assertEquals(
          "The state is not of this average's members, nothing was loaded: [module.count] are"
              + " missing, not known, or of another type.",
          assertThrows(OptimizerException.class, () -> resumed.loadStateDict(less)).getMessage());
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertEquals(
        "decay: must be at least 0 and less than 1, was given 1.0.",
        assertThrows(OptimizerException.class, () -> MovingAverage.of(model, 1)).getMessage());
    MovingAverage average = MovingAverage.of(model, 0.5);
    average.swap();
    assertEquals(
        "update: the model has the averages. Call swap() once more.",
        assertThrows(OptimizerException.class, average::update).getMessage());
    assertEquals(
        "loadStateDict: the model has the averages. Call swap() once more.",
        assertThrows(OptimizerException.class, () -> average.loadStateDict(Map.of())).getMessage());
    assertEquals(
        "stateDict: the model has the averages. Call swap() once more.",
        assertThrows(OptimizerException.class, average::stateDict).getMessage());
    average.close();
    assertEquals(
        "The moving average has been closed.",
        assertThrows(OptimizerException.class, average::swap).getMessage());
  }

  private static String averaged(Device device) {
    SmallTraining training = SmallTraining.REGRESSION;
    var network = training.network(device);
    try (network;
        var optimizer = training.optimizer(network);
        var average = MovingAverage.warmingUp(network, 0.9);
        var step = SmallTraining.Mode.CAPTURED.step(optimizer, training.loss(network))) {
      for (int i = 0; i < 8; i++) {
        try (var scope = Scope.open()) {
          step.run(training.input(device, i), training.target(device, i));
          average.update();
        }
      }
      average.swap();
      return Fingerprint.sha256(network);
    }
  }

  @Tag("opencl")
  @Test
  void everyDeviceHasTheSameAverages() {
    String expected;
    try (Device reference = Device.open("cpu:reference")) {
      expected = averaged(reference);
    }
    for (Supplier<Device> named : SmallTraining.devices()) {
      try (Device each = named.get()) {
        assertEquals(expected, averaged(each), each.toString());
      }
    }
  }
}
