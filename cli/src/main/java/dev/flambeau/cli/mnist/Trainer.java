package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.command.Progress;
import dev.flambeau.cli.command.Stopwatch;
import dev.flambeau.cli.training.FallingRate;
import dev.flambeau.cli.training.MeanLoss;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.data.ImageClassification;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;

/** Trains a classifier, epoch by epoch. */
final class Trainer {
  /**
   * How long, and in what steps.
   *
   * @param testEvery how many epochs lie between two tests; one always follows the last
   * @param seed of the shuffles
   */
  record Plan(int batchSize, int epochs, int testEvery, long seed) {}

  /**
   * What an epoch came to.
   *
   * @param number from 1
   * @param loss the mean over its steps, each before its update
   * @param accuracy a fraction of the test set; NaN where it was not tested
   */
  record Epoch(int number, double loss, double accuracy) {}

  private static final long EARLY_START = 100;
  private static final long EARLY_END = 500;

  private final Plan plan;
  private final ImageClassification data;
  private final Device device;
  private final Output output;
  private final DataLoader loader;
  private final Stopwatch stopwatch = new Stopwatch();
  private final Stopwatch early = new Stopwatch();
  private double lastEpochSeconds;
  private long step;

  Trainer(Plan plan, ImageClassification data, Device device, Output output) {
    this.plan = plan;
    this.data = data;
    this.device = device;
    this.output = output;
    this.loader = new DataLoader(data.train(), plan.batchSize()).shuffled(plan.seed());
  }

  /** The time that training took, without tests. */
  double seconds() {
    return stopwatch.seconds();
  }

  /** Images a second, while training. */
  double speed() {
    return (double) plan.epochs() * data.train().size() / seconds();
  }

  /** Images a second in steps 100 to 500, when code is compiled; NaN if an epoch has fewer. */
  double earlySpeed() {
    return loader.batches() < EARLY_END
        ? Double.NaN
        : (double) (EARLY_END - EARLY_START) * plan.batchSize() / early.seconds();
  }

  /** Images a second in the last epoch: less than early if something piles up. */
  double lastSpeed() {
    return data.train().size() / lastEpochSeconds;
  }

  /** Trains through all epochs; to be called once. */
  List<Epoch> train(Classifier classifier, Optimizer optimizer, StepOptions options) {
    try (TrainingStep trainingStep = options.step(optimizer, classifier::loss)) {
      return train(classifier, optimizer, trainingStep);
    }
  }

  private List<Epoch> train(Classifier classifier, Optimizer optimizer, TrainingStep trainingStep) {
    optimizer.schedule(new FallingRate((long) plan.epochs() * loader.batches()));
    List<Epoch> done = new ArrayList<>();
    for (int number = 1; number <= plan.epochs(); number++) {
      double loss = epoch(number, trainingStep);
      boolean tested = number % plan.testEvery() == 0 || number == plan.epochs();
      double accuracy = tested ? classifier.accuracy(data.test(), device) : Double.NaN;
      output.line(
          tested ? "epoch %d of %d  loss %.6f  accuracy %.2f %%" : "epoch %d of %d  loss %.6f",
          number,
          plan.epochs(),
          loss,
          100 * accuracy);
      done.add(new Epoch(number, loss, accuracy));
    }
    return done;
  }

  private double epoch(int number, TrainingStep trainingStep) {
    try (MeanLoss losses = new MeanLoss();
        Progress progress = output.progress("epoch " + number, loader.batches())) {
      double before = stopwatch.seconds();
      stopwatch.start();
      for (Batch batch : loader) {
        watchEarlySteps();
        step++;
        try (Scope scope = Scope.open()) {
          DeviceBatch there = batch.on(device);
          losses.add(trainingStep.run(there.input(), there.target()), batch.size());
        }
        progress.step();
      }
      double loss = losses.take();
      device.synchronize();
      stopwatch.stop();
      lastEpochSeconds = stopwatch.seconds() - before;
      return loss;
    }
  }

  private void watchEarlySteps() {
    if (step == EARLY_START) {
      device.synchronize();
      early.start();
    } else if (step == EARLY_END) {
      device.synchronize();
      early.stop();
    }
  }
}
