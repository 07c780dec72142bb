package dev.flambeau.cli.mnist;

import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Sigmoid;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Accuracy;
import java.util.ArrayList;
import java.util.List;

/** A network that sorts images into classes. */
final class Classifier implements AutoCloseable {
  private static final int TEST_BATCH = 1000;

  /** All that it takes to build one. */
  record Design(Network network, Activation activation, Objective objective) {}

  private final Design design;
  private final Sequential network;

  Classifier(Design design) {
    this.design = design;
    this.network = new Sequential(layers(design));
  }

  private static List<Layer> layers(Design design) {
    List<Layer> layers = new ArrayList<>(design.network().layers(design.activation()));
    if (design.objective() == Objective.MSE) {
      layers.add(new Sigmoid());
    }
    return layers;
  }

  Design design() {
    return design;
  }

  Sequential network() {
    return network;
  }

  /** The loss of a batch. */
  Tensor loss(DeviceBatch batch) {
    return design.objective().function().of(network.forward(batch.input()), batch.target());
  }

  /** The fraction of a dataset's images that are given their label. */
  double accuracy(Dataset images, Device device) {
    Accuracy accuracy = new Accuracy();
    try (var noGrad = Tensor.noGrad()) {
      for (Batch batch : new DataLoader(images, TEST_BATCH)) {
        try (Scope scope = Scope.open()) {
          accuracy.add(network.forward(device.tensor(batch.input())), batch.target());
        }
      }
    }
    return accuracy.value();
  }

  /** What the network gives each class of one image; under cross-entropy its probabilities. */
  float[] probabilities(float[] pixels, Device device) {
    try (Scope scope = Scope.open();
        var noGrad = Tensor.noGrad()) {
      Tensor output = network.forward(device.tensor(pixels, 1, pixels.length));
      return (design.objective() == Objective.MSE ? output : output.softmax(1)).toFloats();
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
