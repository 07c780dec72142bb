package dev.flambeau.benchmarks.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;
import java.util.function.Supplier;

/**
 * A classifier, with cross entropy over ten classes.
 *
 * @param sample the shape of one input
 */
record DjlClassifier(Supplier<Block> network, Shape sample) implements DjlTask {
  static final int CLASSES = 10;

  @Override
  public Block model() {
    return network.get();
  }

  @Override
  public Loss loss() {
    return Loss.softmaxCrossEntropyLoss();
  }

  @Override
  public Shape inputs(int batch) {
    return new Shape(batch).addAll(sample);
  }

  @Override
  public NDArray target(NDManager manager, int batch) {
    return manager.arange(batch).mod(CLASSES).toType(DataType.INT64, false);
  }
}
