package dev.flambeau.benchmarks.command.network;

import dev.flambeau.models.LeNet5;
import dev.flambeau.models.ResNet;
import dev.flambeau.nn.AdaptiveAvgPool2d;
import dev.flambeau.nn.BatchNorm2d;
import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Flatten;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import java.util.ArrayList;
import java.util.List;

/** The networks for images whose training steps are timed. */
final class Images {
  private Images() {}

  /** Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning, 1998, with ReLU. */
  static Network.Task lenet() {
    return new ImageNetwork(
        1,
        28,
        LeNet5::new,
        batch ->
            List.of(
                new LayerSize(batch * 28 * 28, 25, 6, true),
                new LayerSize(batch * 10 * 10, 6 * 25, 16, false),
                new LayerSize(batch, 400, 120, false),
                new LayerSize(batch, 120, 84, false),
                new LayerSize(batch, 84, 10, false)));
  }

  /** Two convolutions of 3×3, as tutorials begin with. */
  static Network.Task cnn() {
    return new ImageNetwork(
        1,
        28,
        () ->
            new Sequential(
                new Conv2d(1, 32, 3).padding(1),
                new ReLU(),
                new Conv2d(32, 64, 3).padding(1),
                new ReLU(),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(64 * 14 * 14, 128),
                new ReLU(),
                new Linear(128, 10)),
        batch ->
            List.of(
                new LayerSize(batch * 28 * 28, 9, 32, true),
                new LayerSize(batch * 28 * 28, 32 * 9, 64, false),
                new LayerSize(batch, 64 * 14 * 14, 128, false),
                new LayerSize(batch, 128, 10, false)));
  }

  /** 3×3 depthwise and 1×1, each with batch norm, on 64 channels of 32×32. */
  static Network.Task depthwise() {
    return new ImageNetwork(
        64,
        32,
        () ->
            new Sequential(
                new Conv2d(64, 64, 3).padding(1).groups(64).bias(false),
                new BatchNorm2d(64),
                new ReLU(),
                new Conv2d(64, 64, 1).bias(false),
                new BatchNorm2d(64),
                new ReLU(),
                new AdaptiveAvgPool2d(1),
                new Flatten(),
                new Linear(64, 10)),
        batch ->
            List.of(
                new LayerSize(batch * 32 * 32, 9, 64, true),
                new LayerSize(batch * 32 * 32, 64, 64, false),
                new LayerSize(batch, 64, 10, false)));
  }

  /** A ResNet for 32×32 with one block in each stage of 16, 32 and 64 channels. */
  static Network.Task resnet8() {
    return new ImageNetwork(
        3,
        32,
        () -> ResNet.small(1, 10),
        batch ->
            List.of(
                new LayerSize(batch * 1024, 27, 16, true),
                new LayerSize(batch * 1024, 144, 16, false),
                new LayerSize(batch * 1024, 144, 16, false),
                new LayerSize(batch * 256, 144, 32, false),
                new LayerSize(batch * 256, 288, 32, false),
                new LayerSize(batch * 256, 16, 32, false),
                new LayerSize(batch * 64, 288, 64, false),
                new LayerSize(batch * 64, 576, 64, false),
                new LayerSize(batch * 64, 32, 64, false),
                new LayerSize(batch, 64, 10, false)));
  }

  /** ResNet-18 for ten classes, on 64×64. */
  static Network.Task resnet18() {
    return new ImageNetwork(3, 64, () -> ResNet.resNet18(10), Images::layersOfResnet18);
  }

  private static List<LayerSize> layersOfResnet18(int batch) {
    List<LayerSize> layers = new ArrayList<>();
    layers.add(new LayerSize(batch * 1024, 147, 64, true));
    int in = 64;
    int places = 256;
    for (int out = 64; out <= 512; out *= 2) {
      places = in == out ? places : places / 4;
      layers.add(new LayerSize(batch * places, 9 * in, out, false));
      for (int i = 0; i < 3; i++) {
        layers.add(new LayerSize(batch * places, 9 * out, out, false));
      }
      if (in != out) {
        layers.add(new LayerSize(batch * places, in, out, false));
      }
      in = out;
    }
    layers.add(new LayerSize(batch, 512, 10, false));
    return layers;
  }
}
