package dev.flambeau.examples;

import dev.flambeau.data.DataLoader;
import dev.flambeau.data.ImageClassification;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.optim.Adam;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.train.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A classifier of handwritten digits, trained by a loop written out. From the root of the sources,
 * where the folder {@code mnist} is.
 */
public final class Mnist {
  private Mnist() {}

  /** Trains for one epoch on the data of a folder, {@code mnist} unless another is given. */
  public static void main(String... args) throws IOException {
    Path folder = Path.of(args.length == 0 ? "mnist" : args[0]);
    long seed = 1;
    try (var device = Device.open();
        var model =
            new Sequential(
                new Linear(784, 512),
                new ReLU(),
                new Linear(512, 512),
                new ReLU(),
                new Linear(512, 10))) {
      model.to(device, seed);
      var loss = new CrossEntropyLoss();
      var data = ImageClassification.read(folder);
      try (var optimizer = Adam.over(model.parameters()).learningRate(1e-3).build()) {
        for (var batch : new DataLoader(data.train(), 64).shuffled(seed)) {
          try (var scope = Scope.open()) { // frees every intermediate
            var there = batch.on(device);
            var value = loss.of(model.forward(there.input()), there.target());
            optimizer.zeroGrad();
            value.backward();
            optimizer.step();
          }
        }
      }
      System.out.println(Fingerprint.sha256(model)); // the same on every device
    }
  }
}
