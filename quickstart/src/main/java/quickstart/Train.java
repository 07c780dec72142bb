package quickstart;

import dev.flambeau.data.Batch;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.DeviceBatch;
import dev.flambeau.data.Example;
import dev.flambeau.io.Checkpoint;
import dev.flambeau.nn.CrossEntropyLoss;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.LossFunction;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.optim.Adam;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.NoGrad;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Accuracy;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Learns to which arm of a spiral a point belongs, and keeps the weights that know best. */
public final class Train {
  public static void main(String[] args) throws IOException {
    try (Device device = Device.open()) {
      Layer best = train(device, 20, Path.of("best.safetensors"));
      System.out.println(device.name() + ": best.safetensors, " + Fingerprint.sha256(best));
    }
  }

  /** A trained model, with the weights of the epoch that did best on points held back. */
  static Layer train(Device device, int epochs, Path file) throws IOException {
    List<Dataset> parts = points(Path.of("points.csv")).shuffled(1).split(0.8, 0.2);
    Layer model =
        new Sequential(
            new Linear(2, 32), new ReLU(), new Linear(32, 32), new ReLU(), new Linear(32, 3));
    model.to(device, 1);
    LossFunction loss = new CrossEntropyLoss();
    double best = -1;
    try (Adam adam = Adam.over(model.parameters()).learningRate(0.01).build();
        TrainingStep step =
            TrainingStep.captured(
                adam, batch -> loss.of(model.forward(batch.input()), batch.target()))) {
      DataLoader batches = new DataLoader(parts.get(0), 32).shuffled(1);
      for (int epoch = 1; epoch <= epochs; epoch++) {
        for (Batch batch : batches) {
          try (Scope scope = Scope.open()) {
            step.run(batch.on(device));
          }
        }
        double accuracy = accuracy(device, model, parts.get(1));
        if (accuracy > best) {
          best = accuracy;
          Checkpoint.save(model, file);
          System.out.println("epoch " + epoch + ": " + accuracy);
        }
      }
    }
    Checkpoint.load(model, file);
    return model;
  }

  private static double accuracy(Device device, Layer model, Dataset points) {
    Accuracy accuracy = new Accuracy();
    for (Batch batch : new DataLoader(points, 64)) {
      try (Scope scope = Scope.open();
          NoGrad noGrad = Tensor.noGrad()) {
        DeviceBatch there = batch.on(device);
        accuracy.add(model.forward(there.input()), batch.target());
      }
    }
    return accuracy.value();
  }

  /** The file's rows: x, y, and the arm, a class of three. */
  private static Dataset points(Path csv) throws IOException {
    List<String[]> rows =
        Files.readAllLines(csv).stream().skip(1).map(line -> line.split(",")).toList();
    return Dataset.of(rows.size(), i -> example(rows.get(i))).withClasses(3);
  }

  private static Example example(String[] row) {
    float[] point = {Float.parseFloat(row[0]), Float.parseFloat(row[1])};
    return Example.of(point, Integer.parseInt(row[2]));
  }
}
