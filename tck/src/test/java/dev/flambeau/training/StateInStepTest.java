package dev.flambeau.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Buffer;
import dev.flambeau.nn.Initializer;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.SGD;
import dev.flambeau.tensor.Autograd.NoGrad;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.tensor.error.CaptureException;
import dev.flambeau.train.TrainingStep;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a layer keeps from step to step is changed by each run of a step, captured or not. */
class StateInStepTest {
  private static final int STEPS = 5;

  /** Takes off a mean that follows its inputs' by a tenth a step. */
  private static final class RunningMean extends Layer {
    private final Buffer mean = buffer("mean", Initializer.zeros(), 1, 3);

    @Override
    public Tensor forward(Tensor x) {
      try (NoGrad noGrad = Tensor.noGrad()) {
        Tensor old = mean.tensor();
        Tensor now = x.mean(new int[] {0}, true);
        old.copyFrom(old.mul(0.9).add(now.mul(0.1)));
      }
      return x.sub(mean.tensor());
    }
  }

  private static float[] trained(Device device, boolean isCaptured) {
    RunningMean running = new RunningMean();
    try (Sequential model = new Sequential(running, new Linear(3, 2)).to(device, 1);
        Optimizer sgd = SGD.over(model.parameters()).learningRate(0.1).build()) {
      MSELoss loss = new MSELoss();
      Function<DeviceBatch, Tensor> of =
          batch -> loss.of(model.forward(batch.input()), batch.target());
      try (TrainingStep step =
          isCaptured ? TrainingStep.captured(sgd, of) : TrainingStep.eager(sgd, of)) {
        for (int i = 0; i < STEPS; i++) {
          try (Scope scope = Scope.open()) {
            Tensor x = device.tensor(new float[] {i, 1, 2, 3, i, 5}, 2, 3);
            step.run(DeviceBatch.of(x, device.ones(2, 2)));
          }
        }
      }
      float[] all = new float[6 + 3];
      System.arraycopy(model.parameters().get(0).tensor().toFloats(), 0, all, 0, 6);
      System.arraycopy(running.mean.tensor().toFloats(), 0, all, 6, 3);
      return all;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "cpu:reference"})
  void aRunningMeanFollowsInACapturedStepAsInAnEagerOne(String name) {
    try (Device device = Device.open(name);
        Device reference = Device.open("cpu:reference")) {
      assertArrayEquals(trained(reference, false), trained(device, true));
      assertArrayEquals(trained(reference, false), trained(device, false));
    }
  }

  @Test
  void integersAndValuesOfOtherDevicesAreRefused() {
    try (Device device = Device.open("cpu");
        Optimizer sgd = SGD.over(new Linear(1, 1).to(device, 1).parameters()).build();
        Tensor kept = device.tensor(new int[] {1}, 1);
        TrainingStep step =
            TrainingStep.captured(
                sgd,
                batch -> {
                  kept.copyFrom(kept);
                  return batch.input().sum();
                })) {
      DeviceBatch batch = DeviceBatch.of(device.ones(1), device.ones(1));
      assertThrows(CaptureException.class, () -> step.run(batch));
    }
  }
}
