package dev.flambeau.benchmarks.command.network;

import dev.flambeau.nn.Conv2d;
import dev.flambeau.nn.Flatten;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.MaxPool2d;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import java.util.List;

/** The networks for images whose training steps are timed. */
final class Images {
  private Images() {}

  /** Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, Gradient-Based Learning, 1998, with ReLU. */
  static Network.Task lenet() {
    return new ImageNetwork(
        1,
        28,
        () ->
            new Sequential(
                new Conv2d(1, 6, 5).padding(2),
                new ReLU(),
                new MaxPool2d(2),
                new Conv2d(6, 16, 5),
                new ReLU(),
                new MaxPool2d(2),
                new Flatten(),
                new Linear(16 * 5 * 5, 120),
                new ReLU(),
                new Linear(120, 84),
                new ReLU(),
                new Linear(84, 10)),
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
}
