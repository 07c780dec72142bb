package dev.flambeau.benchmarks.command.network;

import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.tensor.Device;
import java.util.List;

/** MNIST's classifier, 784-hidden-hidden-10, with ReLU and cross entropy. */
record Perceptron(int hidden) implements Network.Task {
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;

  @Override
  public Layer model() {
    return new Sequential(
        new Linear(PIXELS, hidden),
        new ReLU(),
        new Linear(hidden, hidden),
        new ReLU(),
        new Linear(hidden, CLASSES));
  }

  @Override
  public LossFunction loss() {
    return new CrossEntropyLoss();
  }

  @Override
  public Sample sample(Device device, int batch, int number) {
    int[] labels = Sample.labels(batch, CLASSES, number);
    return new Sample(
        device.tensor(Sample.uniform(batch * PIXELS, number), batch, PIXELS),
        device.tensor(labels, batch));
  }

  @Override
  public List<LayerSize> layers(int batch) {
    return List.of(
        new LayerSize(batch, PIXELS, hidden, true),
        new LayerSize(batch, hidden, hidden, false),
        new LayerSize(batch, hidden, CLASSES, false));
  }
}
