package dev.flambeau.benchmarks.peers;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;
import java.util.stream.IntStream;

/** A training step in DJL: forward, loss, backward, Adam's update; each with the next batch. */
final class DjlStep implements PeerMain.Step {
  private record Sample(NDArray input, NDArray target) {}

  private final Model model;
  private final Trainer trainer;
  private final NDManager manager;
  private final List<Sample> samples;
  private int next;

  DjlStep(DjlTask task, int batch) {
    model = Model.newInstance("network", Device.cpu(), "PyTorch");
    model.setBlock(task.model());
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(task.loss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(
                    Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build()));
    trainer.initialize(task.inputs(batch));
    manager = trainer.getManager();
    samples =
        IntStream.range(0, PeerMain.BATCHES)
            .mapToObj(
                i ->
                    new Sample(
                        manager.randomUniform(-1, 1, task.inputs(batch)),
                        task.target(manager, batch)))
            .toList();
  }

  @Override
  public void run() {
    Sample sample = samples.get(next);
    next = (next + 1) % PeerMain.BATCHES;
    // What is made of the inputs is freed with the manager that they are lent to.
    try (NDManager scope = manager.newSubManager()) {
      sample.input().tempAttach(scope);
      sample.target().tempAttach(scope);
      try (GradientCollector collector = trainer.newGradientCollector()) {
        NDList output = trainer.forward(new NDList(sample.input()));
        NDArray loss = trainer.getLoss().evaluate(new NDList(sample.target()), output);
        collector.backward(loss);
      }
      trainer.step();
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
