package dev.flambeau.benchmarks.peers;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.flambeau.cli.command.Choice;
import java.util.function.Supplier;

/** The same networks as {@code flambeau bench step} has. */
enum DjlNetwork {
  MLP_16(() -> DjlBlocks.perceptron(16), 784),
  MLP_512(() -> DjlBlocks.perceptron(512), 784),
  RNN(new DjlElman()),
  LENET(DjlBlocks::lenet, 1, 28, 28),
  CNN_32_64(DjlBlocks::cnn, 1, 28, 28),
  RESNET8(DjlBlocks::resnet8, 3, 32, 32),
  RESNET18(DjlBlocks::resnet18, 3, 64, 64),
  DEPTHWISE(DjlBlocks::depthwise, 64, 32, 32);

  private final DjlTask task;

  DjlNetwork(DjlTask task) {
    this.task = task;
  }

  /** A classifier of samples of this size. */
  DjlNetwork(Supplier<Block> network, long... size) {
    this(new DjlClassifier(network, new Shape(size)));
  }

  DjlTask task() {
    return task;
  }

  /** By what the command line calls it. */
  static DjlNetwork of(String name) {
    return new Choice<>(DjlNetwork.class) {}.convert(name);
  }
}
