package dev.flambeau.benchmarks.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.RNN;
import ai.djl.training.loss.Loss;
import java.util.Arrays;

/** The same networks as {@code flambeau bench step} has. */
enum DjlNetwork {
  MLP_16("mlp-16", 16),
  MLP_512("mlp-512", 512),
  ELMAN("rnn", 64) {
    @Override
    Block block() {
      return new SequentialBlock()
          .add(
              RNN.builder()
                  .setStateSize(hidden)
                  .setNumLayers(1)
                  .setActivation(RNN.Activation.TANH)
                  .optBatchFirst(false)
                  .optReturnState(false)
                  .build())
          .add(Linear.builder().setUnits(1).build());
    }

    /** The weight is 1: by default DJL's is a half. */
    @Override
    Loss loss() {
      return Loss.l2Loss("mse", 1);
    }

    @Override
    Shape inputs(int batch) {
      return new Shape(STEPS, batch, 1);
    }

    @Override
    NDArray target(NDManager manager, int batch) {
      return manager.randomUniform(-1, 1, inputs(batch));
    }
  };

  private static final int STEPS = 50;
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;

  private final String name;
  final int hidden;

  DjlNetwork(String name, int hidden) {
    this.name = name;
    this.hidden = hidden;
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return name;
  }

  /** By what the command line calls it. */
  static DjlNetwork of(String name) {
    return Arrays.stream(values())
        .filter(network -> network.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no network " + name));
  }

  Block block() {
    return new SequentialBlock()
        .add(Linear.builder().setUnits(hidden).build())
        .add(Activation.reluBlock())
        .add(Linear.builder().setUnits(hidden).build())
        .add(Activation.reluBlock())
        .add(Linear.builder().setUnits(CLASSES).build());
  }

  Loss loss() {
    return Loss.softmaxCrossEntropyLoss();
  }

  Shape inputs(int batch) {
    return new Shape(batch, PIXELS);
  }

  NDArray target(NDManager manager, int batch) {
    return manager.arange(batch).mod(CLASSES).toType(DataType.INT64, false);
  }
}
