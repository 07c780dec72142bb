package dev.flambeau.examples.mnist;

import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.ImageClassification;
import dev.flambeau.examples.command.MeanLoss;
import dev.flambeau.examples.command.Output;
import dev.flambeau.examples.command.Progress;
import dev.flambeau.examples.command.Stopwatch;
import dev.flambeau.nn.Loss;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains a classifier, epoch by epoch.
 *
 * @param testEvery how many epochs lie between two tests; the last epoch is always followed by one
 */
record Trainer(
    Device device,
    ImageClassification data,
    int batchSize,
    int epochs,
    int testEvery,
    long seed,
    Output output) {

  /**
   * What an epoch came to.
   *
   * @param number from 1
   * @param loss the mean over its steps, each before its update
   * @param accuracy a fraction of the test set; NaN where it was not tested
   */
  record Epoch(int number, double loss, double accuracy) {}

  List<Epoch> train(Classifier classifier, Optimizer optimizer, Stopwatch training) {
    DataLoader loader = new DataLoader(data.train(), batchSize).shuffled(seed);
    List<Epoch> done = new ArrayList<>();
    for (int number = 1; number <= epochs; number++) {
      double loss = epoch(number, loader, classifier, optimizer, training);
      boolean tested = number % testEvery == 0 || number == epochs;
      double accuracy = tested ? classifier.accuracy(data.test(), device) : Double.NaN;
      output.line(
          "epoch %d of %d  loss %.6f%s",
          number, epochs, loss, tested ? String.format("  accuracy %.2f %%", 100 * accuracy) : "");
      done.add(new Epoch(number, loss, accuracy));
    }
    return done;
  }

  private double epoch(
      int number,
      DataLoader loader,
      Classifier classifier,
      Optimizer optimizer,
      Stopwatch training) {
    try (MeanLoss losses = new MeanLoss();
        Progress progress = output.progress("epoch " + number, loader.batches())) {
      training.start();
      for (Batch batch : loader) {
        try (Scope scope = Scope.open()) {
          losses.add(step(batch, classifier, optimizer), batch.size());
        }
        progress.step();
      }
      double loss = losses.take();
      device.synchronize();
      training.stop();
      return loss;
    }
  }

  private Loss step(Batch batch, Classifier classifier, Optimizer optimizer) {
    Loss loss =
        classifier
            .design()
            .objective()
            .function()
            .of(classifier.network().forward(batch.input(device)), batch.target(device));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss;
  }
}
