package dev.flambeau.benchmarks.command.network;

import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.loss.LossFunction;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.train.TrainingStep;
import java.util.List;
import java.util.stream.IntStream;

/** A training step: forward, loss, backward, Adam's update; each with the next batch. */
public final class Step implements Runnable, AutoCloseable {
  /** So many batches lie on the device: a step should not find its inputs in a cache. */
  public static final int BATCHES = 8;

  private final Layer model;
  private final Optimizer optimizer;
  private final TrainingStep step;
  private final List<Sample> samples;
  private final List<DeviceBatch> batches;
  private int next;

  public Step(Network.Task task, Device device, int batch, StepOptions options) {
    model = task.model().to(device, 1);
    optimizer = Adam.over(model.parameters()).build();
    LossFunction loss = task.loss();
    step = options.step(optimizer, b -> loss.of(model.forward(b.input()), b.target()));
    samples = IntStream.range(0, BATCHES).mapToObj(i -> task.sample(device, batch, i)).toList();
    batches = samples.stream().map(s -> DeviceBatch.of(s.input(), s.target())).toList();
  }

  @Override
  public void run() {
    DeviceBatch batch = batches.get(next);
    next = (next + 1) % BATCHES;
    step.run(batch);
  }

  /** How many numbers Adam changes. */
  public long parameters() {
    return model.parameters().stream().mapToLong(p -> p.shape().elements()).sum();
  }

  @Override
  public void close() {
    samples.forEach(Sample::close);
    step.close();
    optimizer.close();
    model.close();
  }
}
