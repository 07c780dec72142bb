package dev.flambeau.examples;

import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.data.Example;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.Sequential;
import dev.flambeau.nn.Tanh;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.Adam;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.TrainingStep;

/**
 * Fits z = sin x · cos y from noisy points: a data set of one's own, captured steps, validation.
 */
public final class Regression {
  private Regression() {}

  /** Prints the validation loss every ten epochs. */
  public static void main(String... args) {
    var random = new Philox(1, Philox.TRAINING_DATA, 0, 0); // the same numbers everywhere
    float[][] points = new float[2000][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new float[] {6 * random.uniform(2 * i) - 3, 6 * random.uniform(2 * i + 1) - 3};
    }
    Dataset data =
        Dataset.of(
            points.length,
            i -> {
              double z = StrictMath.sin(points[i][0]) * StrictMath.cos(points[i][1]);
              return Example.of(points[i], new float[] {(float) z});
            });
    var parts = data.split(0.9, 0.1);
    var loss = new MSELoss();
    try (var device = Device.open();
        var model =
            new Sequential(
                new Linear(2, 64), new Tanh(), new Linear(64, 64), new Tanh(), new Linear(64, 1))) {
      model.to(device, 1);
      try (var optimizer = Adam.over(model.parameters()).learningRate(3e-3).build();
          var step =
              TrainingStep.captured(
                  optimizer, batch -> loss.of(model.forward(batch.input()), batch.target()))) {
        var loader = new DataLoader(parts.get(0), 50).shuffled(1);
        for (int epoch = 1; epoch <= 30; epoch++) {
          for (var batch : loader) {
            try (var scope = Scope.open()) {
              step.run(batch.on(device));
            }
          }
          if (epoch % 10 == 0) {
            System.out.printf(
                "epoch %d  validation %.5f%n", epoch, validate(model, parts.get(1), device));
          }
        }
      }
    }
  }

  private static float validate(Sequential model, Dataset data, Device device) {
    try (var scope = Scope.open();
        var noGrad = Tensor.noGrad()) {
      var batch = new DataLoader(data, data.size()).iterator().next().on(device);
      return new MSELoss().of(model.forward(batch.input()), batch.target()).item();
    }
  }
}
