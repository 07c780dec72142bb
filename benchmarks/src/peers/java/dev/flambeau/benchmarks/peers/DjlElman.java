package dev.flambeau.benchmarks.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.RNN;
import ai.djl.training.loss.Loss;

/** An RNN of 1 to 64 over 50 steps, then Linear to 1 at every step. */
record DjlElman() implements DjlTask {
  private static final int HIDDEN = 64;
  private static final int STEPS = 50;

  @Override
  public Block model() {
    return new SequentialBlock()
        .add(
            RNN.builder()
                .setStateSize(HIDDEN)
                .setNumLayers(1)
                .setActivation(RNN.Activation.TANH)
                .optBatchFirst(false)
                .optReturnState(false)
                .build())
        .add(Linear.builder().setUnits(1).build());
  }

  /** The weight is 1: by default DJL's is a half. */
  @Override
  public Loss loss() {
    return Loss.l2Loss("mse", 1);
  }

  @Override
  public Shape inputs(int batch) {
    return new Shape(STEPS, batch, 1);
  }

  @Override
  public NDArray target(NDManager manager, int batch) {
    return manager.randomUniform(-1, 1, inputs(batch));
  }
}
