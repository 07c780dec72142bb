package dev.flambeau.examples.bench;

import dev.flambeau.nn.LossFunction;
import dev.flambeau.nn.Module;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import java.util.List;
import java.util.stream.IntStream;

/** A training step, op by op: forward, loss, backward, Adam's update; each with the next batch. */
final class EagerStep implements Runnable, AutoCloseable {
  /** So many batches lie on the device: a step should not find its inputs in a cache. */
  static final int BATCHES = 8;

  private final Module model;
  private final LossFunction loss;
  private final Optimizer optimizer;
  private final List<Sample> samples;
  private int next;

  EagerStep(Network.Task task, Device device, int batch) {
    model = task.model().to(device, 1);
    loss = task.loss();
    optimizer = new Adam(model.parameters(), 1e-3f);
    samples = IntStream.range(0, BATCHES).mapToObj(i -> task.sample(device, batch, i)).toList();
  }

  @Override
  public void run() {
    Sample sample = samples.get(next);
    next = (next + 1) % BATCHES;
    try (Scope scope = Scope.open()) {
      var value = loss.of(model.forward(sample.input()), sample.target());
      optimizer.zeroGrad();
      value.backward();
      optimizer.step();
    }
  }

  /** How many numbers Adam changes. */
  long parameters() {
    return model.parameters().stream().mapToLong(p -> p.shape().elements()).sum();
  }

  @Override
  public void close() {
    samples.forEach(Sample::close);
    optimizer.close();
    model.close();
  }
}
