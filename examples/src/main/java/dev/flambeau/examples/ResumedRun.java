package dev.flambeau.examples;

import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.io.Checkpoint;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Tanh;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.optim.Adam;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stops a run in the middle and goes on from its file: to the same weights, bit for bit. */
public final class ResumedRun {
  private static final int EPOCHS = 6;

  private ResumedRun() {}

  /** Prints the weights' hash of a whole run and of one that was resumed. */
  public static void main(String... args) throws IOException {
    Path folder = Files.createTempDirectory("run");
    Path file = folder.resolve("run.safetensors");
    try {
      System.out.println("whole    " + train(EPOCHS, file));
      Files.delete(file);
      train(EPOCHS / 2, file);
      System.out.println("resumed  " + train(EPOCHS, file));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /** Trains so many epochs, those left where there is a file, and saves. */
  private static String train(int epochs, Path file) throws IOException {
    Dataset data =
        Dataset.of(
            512,
            i -> Example.of(new float[] {i / 512f}, new float[] {(float) Math.sqrt(i / 512f)}));
    var loss = new MSELoss();
    try (var device = Device.open();
        var model = new Sequential(new Linear(1, 32), new Tanh(), new Linear(32, 1))) {
      model.to(device, 1);
      try (var optimizer = Adam.over(model.parameters()).learningRate(0.01).build();
          var step =
              TrainingStep.captured(
                  optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()))) {
        if (Files.exists(file)) {
          Checkpoint.load(model, optimizer, file);
        }
        var loader = new DataLoader(data, 32).shuffled(1);
        for (int epoch = loader.epochAfter(optimizer.steps()); epoch < epochs; epoch++) {
          for (var batch : loader.epoch(epoch)) { // by its number, so that the order is the same
            try (var scope = Scope.open()) {
              step.run(batch.on(device));
            }
          }
        }
        Checkpoint.save(model, optimizer, file);
        return Fingerprint.sha256(model);
      }
    }
  }
}
