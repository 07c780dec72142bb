package dev.flambeau.benchmarks.command.network;

import dev.flambeau.nn.Layer;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.tensor.Device;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A classifier of images, with cross entropy over ten classes.
 *
 * @param channels of an image
 * @param side height and width of an image
 * @param layersOf what is multiplied in a step of so many images
 */
record ImageNetwork(
    int channels, int side, Supplier<Layer> network, IntFunction<List<LayerSize>> layersOf)
    implements Network.Task {
  private static final int CLASSES = 10;

  @Override
  public Layer model() {
    return network.get();
  }

  @Override
  public LossFunction loss() {
    return new CrossEntropyLoss();
  }

  @Override
  public Sample sample(Device device, int batch, int number) {
    int[] labels = Sample.labels(batch, CLASSES, number);
    float[] pixels = Sample.uniform(batch * channels * side * side, number);
    return new Sample(
        device.tensor(pixels, batch, channels, side, side), device.tensor(labels, batch));
  }

  @Override
  public List<LayerSize> layers(int batch) {
    return layersOf.apply(batch);
  }
}
