package quickstart;

import static java.lang.Float.parseFloat;
import static java.lang.Integer.parseInt;

import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.io.Checkpoint;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.optim.Adam;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Accuracy;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Learns to which arm of a spiral a point belongs, and keeps the weights that know best. */
public final class Train {
  public static void main(String[] args) throws IOException {
    try (var device = Device.open(); var best = train(device, 20, Path.of("best.safetensors"))) {
      System.out.println(device.name() + ": best.safetensors, " + Fingerprint.sha256(best));
    }
  }

  /** A trained model, with the weights of the epoch that did best on points held back. */
  static Layer train(Device device, int epochs, Path file) throws IOException {
    var lines = Files.readAllLines(Path.of("points.csv"));
    var points = Dataset.of(lines.size() - 1, i -> point(lines.get(i + 1).split(",")));
    var parts = points.withClasses(3).shuffled(1).split(0.8, 0.2);
    var batches = new DataLoader(parts.get(0), 32).shuffled(1);
    var heldBack = new DataLoader(parts.get(1), parts.get(1).size()).iterator().next();
    Layer model = new Sequential(new Linear(2, 64), new ReLU(), new Linear(64, 3)).to(device, 1);
    var loss = new CrossEntropyLoss();
    double best = -1;
    try (var adam = Adam.over(model.parameters()).learningRate(0.01).build();
        var step =
            TrainingStep.captured(adam, b -> loss.of(model.forward(b.input()), b.target()))) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        for (var batch : batches.epoch(epoch)) {
          try (var scope = Scope.open()) {
            step.run(batch.on(device));
          }
        }
        var accuracy = new Accuracy();
        try (var scope = Scope.open(); var noGrad = Tensor.noGrad()) {
          accuracy.add(model.forward(heldBack.on(device).input()), heldBack.target());
        }
        if (accuracy.value() > best) {
          best = accuracy.value();
          Checkpoint.save(model, file);
          System.out.println("epoch " + epoch + ": " + best);
        }
      }
    }
    Checkpoint.load(model, file);
    return model;
  }

  /** A row of the file: x, y, and the arm, a class of three. */
  private static Example point(String[] row) {
    return Example.of(new float[] {parseFloat(row[0]), parseFloat(row[1])}, parseInt(row[2]));
  }
}
