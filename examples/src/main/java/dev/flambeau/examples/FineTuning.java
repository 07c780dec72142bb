package dev.flambeau.examples;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.io.Checkpoint;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.LoadOptions;
import dev.flambeau.nn.ReLU;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Trains a network for one task, then a new head on its frozen body for another. */
public final class FineTuning {
  private FineTuning() {}

  /** A body and a head, so that one can be kept and the other be new. */
  private static final class Network extends Layer {
    private final Sequential body;
    private final Linear head;

    Network(int classes) {
      body =
          child(
              "body",
              new Sequential(new Linear(2, 32), new ReLU(), new Linear(32, 32), new ReLU()));
      head = child("head", new Linear(32, classes));
    }

    @Override
    public Tensor forward(Tensor x) {
      return head.forward(body.forward(x));
    }
  }

  /** Prints the last loss of either task. */
  public static void main(String... args) throws IOException {
    Path file = Files.createTempFile("body", ".safetensors");
    try (var device = Device.open()) {
      try (Network first = new Network(2).to(device, 1);
          var optimizer = Adam.over(first.parameters()).learningRate(0.01).build()) {
        System.out.printf("in or out of a ring: loss %.4f%n", train(first, optimizer, device, 2));
        Checkpoint.save(first, file);
      }
      try (Network second = new Network(4).to(device, 2)) {
        // The head has other classes: its names in the file are turned into none of the model's.
        var bodyAlone = LoadOptions.strict(false).renaming(n -> n.replace("head.", "old."));
        System.out.println("loaded " + Checkpoint.load(second, file, bodyAlone).loaded().keySet());
        second.body.requiresGrad(false);
        try (var optimizer = Adam.over(second.head.parameters()).learningRate(0.01).build()) {
          System.out.printf("four rings: loss %.4f%n", train(second, optimizer, device, 4));
        }
      }
    } finally {
      Files.delete(file);
    }
  }

  private static float train(Network model, Optimizer optimizer, Device device, int rings) {
    var loss = new CrossEntropyLoss();
    try (var step =
        TrainingStep.captured(
            optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()))) {
      float last = Float.NaN;
      for (int i = 0; i < 400; i++) {
        try (var scope = Scope.open()) {
          last = step.run(points(i, device, rings)).item();
        }
      }
      return last;
    }
  }

  /** Points of a square, and the ring around its middle in which each lies. */
  private static DeviceBatch points(int step, Device device, int rings) {
    var random = new Philox(1, Philox.TRAINING_DATA, 0, step); // the same numbers everywhere
    float[] points = new float[64 * 2];
    int[] labels = new int[64];
    for (int n = 0; n < labels.length; n++) {
      double x = points[2 * n] = 2 * random.uniform(2 * n) - 1;
      double y = points[2 * n + 1] = 2 * random.uniform(2 * n + 1) - 1;
      labels[n] = Math.min(rings - 1, (int) (StrictMath.hypot(x, y) * rings / 1.2));
    }
    return DeviceBatch.of(device.tensor(points, 64, 2), device.tensor(labels, 64));
  }
}
