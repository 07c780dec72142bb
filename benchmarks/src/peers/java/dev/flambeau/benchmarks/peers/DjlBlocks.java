package dev.flambeau.benchmarks.peers;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/** The classifiers by DJL's blocks, as they stand in flambeau's Network. */
final class DjlBlocks {
  private DjlBlocks() {}

  static Block perceptron(int hidden) {
    return new SequentialBlock()
        .add(linear(hidden))
        .add(Activation.reluBlock())
        .add(linear(hidden))
        .add(Activation.reluBlock())
        .add(linear(DjlClassifier.CLASSES));
  }

  static Block lenet() {
    return new SequentialBlock()
        .add(conv(6, 5, 1, 2).build())
        .add(Activation.reluBlock())
        .add(maxPool(2, 2, 0))
        .add(conv(16, 5, 1, 0).build())
        .add(Activation.reluBlock())
        .add(maxPool(2, 2, 0))
        .add(Blocks.batchFlattenBlock())
        .add(linear(120))
        .add(Activation.reluBlock())
        .add(linear(84))
        .add(Activation.reluBlock())
        .add(linear(DjlClassifier.CLASSES));
  }

  static Block cnn() {
    return new SequentialBlock()
        .add(conv(32, 3, 1, 1).build())
        .add(Activation.reluBlock())
        .add(conv(64, 3, 1, 1).build())
        .add(Activation.reluBlock())
        .add(maxPool(2, 2, 0))
        .add(Blocks.batchFlattenBlock())
        .add(linear(128))
        .add(Activation.reluBlock())
        .add(linear(DjlClassifier.CLASSES));
  }

  static Block resnet8() {
    return new SequentialBlock()
        .add(normed(conv(16, 3, 1, 1)))
        .add(Activation.reluBlock())
        .add(residual(16, 1, true))
        .add(residual(32, 2, false))
        .add(residual(64, 2, false))
        .add(classes());
  }

  static Block resnet18() {
    SequentialBlock network =
        new SequentialBlock()
            .add(normed(conv(64, 7, 2, 3)))
            .add(Activation.reluBlock())
            .add(maxPool(3, 2, 1))
            .add(residual(64, 1, true))
            .add(residual(64, 1, true));
    for (int channels = 128; channels <= 512; channels *= 2) {
      network.add(residual(channels, 2, false)).add(residual(channels, 1, true));
    }
    return network.add(classes());
  }

  static Block depthwise() {
    return new SequentialBlock()
        .add(normed(conv(64, 3, 1, 1).optGroups(64)))
        .add(Activation.reluBlock())
        .add(normed(conv(64, 1, 1, 0)))
        .add(Activation.reluBlock())
        .add(classes());
  }

  private static Block linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  private static Conv2d.Builder conv(int channels, int kernel, int stride, int padding) {
    return Conv2d.builder()
        .setFilters(channels)
        .setKernelShape(new Shape(kernel, kernel))
        .optStride(new Shape(stride, stride))
        .optPadding(new Shape(padding, padding));
  }

  private static Block maxPool(int kernel, int stride, int padding) {
    return Pool.maxPool2dBlock(
        new Shape(kernel, kernel), new Shape(stride, stride), new Shape(padding, padding));
  }

  private static SequentialBlock normed(Conv2d.Builder conv) {
    return new SequentialBlock().add(conv.optBias(false).build()).add(BatchNorm.builder().build());
  }

  /** Two convolutions beside what they are added to: the input, or a convolution of it. */
  private static Block residual(int channels, int stride, boolean isIdentity) {
    Block path =
        normed(conv(channels, 3, stride, 1))
            .add(Activation.reluBlock())
            .add(normed(conv(channels, 3, 1, 1)));
    Block shortcut = isIdentity ? Blocks.identityBlock() : normed(conv(channels, 1, stride, 0));
    return new ParallelBlock(
        ends -> {
          NDList sum = new NDList(ends.get(0).head().add(ends.get(1).head()));
          return Activation.relu(sum);
        },
        List.of(path, shortcut));
  }

  private static Block classes() {
    return new SequentialBlock()
        .add(Pool.globalAvgPool2dBlock())
        .add(linear(DjlClassifier.CLASSES));
  }
}
