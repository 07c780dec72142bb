package com.example.own;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Dropout;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Tanh;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.op.Elementwise;
import dev.flambeau.op.Op;
import dev.flambeau.optim.AdamW;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.Schedule;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A loss and a schedule of one's own, by public API alone. */
class OwnRecipeTest {
  /** {@code log cosh(a − b) = d + softplus(−2d) − log 2}, for d = |a − b|. */
  private static final Op LOG_COSH =
      Elementwise.of(
          "logCosh",
          (a, b) -> {
            var d = a.sub(b).abs();
            return d.add(d.mul(-2).exp().log1p()).sub(Math.log(2));
          });

  private static final LossFunction LOSS =
      (output, target) -> Tensor.apply(LOG_COSH, output, target).mean();

  /** "Attention Is All You Need", 5.3: up in equal steps, then down with the step's root. */
  private static Schedule noam(int width, int warmUp) {
    return (base, step) ->
        base
            / Math.sqrt(width)
            * Math.min(1 / Math.sqrt(step + 1), (step + 1) / (warmUp * Math.sqrt(warmUp)));
  }

  @Test
  void theLossHasItsValuesAndGradients() {
    try (Device device = Device.open("cpu");
        Scope scope = Scope.open()) {
      Tensor x = device.tensor(new float[] {0, 1, -30, 200}, 4).requiresGrad(true);
      Tensor y = LOSS.of(x, device.zeros(4));
      assertEquals((0.4337808f + 29.306853f + 199.30685f) / 4, y.item(), 1e-5f);
      y.backward();
      float[] slopes = {0, 0.7615942f / 4, -0.25f, 0.25f}; // tanh
      assertArrayEquals(slopes, x.grad().orElseThrow().toFloats(), 1e-7f);
    }
  }

  @Test
  void theScheduleIsAsked() {
    try (Device device = Device.open("cpu");
        Linear layer = new Linear(2, 1).to(device);
        Optimizer optimizer = AdamW.over(layer.parameters()).learningRate(2).build()) {
      optimizer.schedule(noam(16, 4));
      List<Double> rates = new ArrayList<>();
      for (long taken : new long[] {0, 3, 15}) {
        optimizer.steps(taken);
        rates.add(optimizer.learningRate());
      }
      assertEquals(List.of(0.0625, 0.25, 0.125), rates);
    }
  }

  private static String trained(
      String name, BiFunction<Optimizer, Function<DeviceBatch, Tensor>, TrainingStep> maker) {
    try (Device device = Device.open(name);
        Scope scope = Scope.open()) {
      var model =
          new Sequential(new Linear(3, 40), new Tanh(), new Dropout(0.1), new Linear(40, 2));
      Tensor x = device.tensor(new float[] {0, 1, 2, 3, 4, 5}, 2, 3).mul(0.2);
      Tensor y = x.slice(1, 0, 2);
      try (var placed = model.to(device, 1);
          Optimizer optimizer = AdamW.over(model.parameters()).learningRate(0.2).build();
          TrainingStep step =
              maker
                  .apply(optimizer, batch -> LOSS.of(model.forward(batch.input()), batch.target()))
                  .seed(3)) {
        optimizer.schedule(noam(40, 10));
        float last = Float.NaN;
        for (int i = 0; i < 60; i++) {
          last = step.run(x, y).item();
        }
        assertTrue(last < 0.02, name + ": a loss of " + last);
        return Fingerprint.sha256(placed);
      }
    }
  }

  @Test
  void theyTrainTheSameWeights() {
    String expected = trained("cpu:reference", TrainingStep::eager);
    assertEquals(expected, trained("cpu", TrainingStep::eager));
    assertEquals(expected, trained("cpu", TrainingStep::captured));
    assertEquals(expected, trained("cpu", TrainingStep::checked));
  }
}
