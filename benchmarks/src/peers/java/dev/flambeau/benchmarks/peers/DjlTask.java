package dev.flambeau.benchmarks.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.loss.Loss;

/** A network in DJL and what it is trained on. */
interface DjlTask {
  Block model();

  Loss loss();

  Shape inputs(int batch);

  NDArray target(NDManager manager, int batch);
}
