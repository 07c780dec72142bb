package dev.flambeau.cli.pictures;

import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.command.Progress;
import dev.flambeau.cli.training.MeanLoss;
import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.ConfusionMatrix;
import dev.flambeau.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a classifier of pictures, epoch by epoch, and measures it on those that were kept back.
 */
final class PictureTrainer {
  /**
   * What an epoch came to.
   *
   * @param loss the mean over its examples, each before its update
   * @param accuracy a fraction of the pictures that were kept back
   */
  record Epoch(int number, double loss, double accuracy) {}

  private final PictureClassifier classifier;
  private final Device device;
  private final Output output;
  private final Dataset kept;
  private final int batch;
  private ConfusionMatrix confusion;

  PictureTrainer(
      PictureClassifier classifier, Device device, Output output, Dataset kept, int batch) {
    this.classifier = classifier;
    this.device = device;
    this.output = output;
    this.kept = kept;
    this.batch = batch;
    confusion = new ConfusionMatrix(classifier.classes());
  }

  /** What became of the pictures of each class at the last measurement. */
  ConfusionMatrix confusion() {
    return confusion;
  }

  List<Epoch> train(DataLoader loader, TrainingStep step, int epochs) {
    List<Epoch> done = new ArrayList<>();
    for (int number = 1; number <= epochs; number++) {
      double loss = epoch(loader, step, number);
      double accuracy = measured();
      output.line(
          "epoch %d of %d  loss %.6f  accuracy %.2f %%", number, epochs, loss, 100 * accuracy);
      done.add(new Epoch(number, loss, accuracy));
    }
    return done;
  }

  private double epoch(DataLoader loader, TrainingStep step, int number) {
    classifier.layer().train();
    try (MeanLoss losses = new MeanLoss();
        Progress progress = output.progress("epoch " + number, loader.batches())) {
      for (Batch next : loader.epoch(number - 1)) {
        try (Scope scope = Scope.open()) {
          DeviceBatch there = next.on(device);
          losses.add(step.run(there.input(), there.target()), next.size());
        }
        progress.step();
      }
      return losses.take();
    }
  }

  private double measured() {
    classifier.layer().eval();
    confusion = new ConfusionMatrix(classifier.classes());
    try (var noGrad = Tensor.noGrad()) {
      for (Batch next : new DataLoader(kept, batch)) {
        try (Scope scope = Scope.open()) {
          Tensor answers = classifier.layer().forward(next.on(device).input());
          confusion.add(answers, next.target());
        }
      }
    }
    long right = 0;
    for (int i = 0; i < classifier.classes().size(); i++) {
      right += confusion.count(i, i);
    }
    return (double) right / kept.size();
  }
}
