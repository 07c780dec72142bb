package dev.flambeau.benchmarks.command.network;

import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.tensor.Device;
import java.util.List;

/** A recurrent network of 64 hidden values over 50 steps, one number in and one out at each. */
record Elman() implements Network.Task {
  private static final int STEPS = 50;
  private static final int HIDDEN = 64;

  @Override
  public Layer model() {
    return new Sequential(new RNN(1, HIDDEN), new Linear(HIDDEN, 1));
  }

  @Override
  public LossFunction loss() {
    return new MSELoss();
  }

  @Override
  public Sample sample(Device device, int batch, int number) {
    int count = STEPS * batch;
    return new Sample(
        device.tensor(Sample.uniform(count, 2 * number), STEPS, batch, 1),
        device.tensor(Sample.uniform(count, 2 * number + 1), STEPS, batch, 1));
  }

  @Override
  public List<LayerSize> layers(int batch) {
    int rows = STEPS * batch;
    return List.of(
        new LayerSize(rows, 1, HIDDEN, true),
        new LayerSize(rows, HIDDEN, HIDDEN, false),
        new LayerSize(rows, HIDDEN, 1, false));
  }
}
