package dev.flambeau.examples;

import dev.flambeau.data.DeviceBatch;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.Linear;
import dev.flambeau.nn.RNN;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.Adam;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.TrainingStep;

/** Follows a sine wave with its cosine: a recurrent network over sequences, time first. */
public final class Sequence {
  private static final int LENGTH = 40;
  private static final int BATCH = 32;

  private Sequence() {}

  /** One number in and one out at each step. */
  private static final class Network extends Layer {
    private final RNN rnn;
    private final Linear output;

    Network(int hidden) {
      rnn = child("rnn", new RNN(1, hidden));
      output = child("output", new Linear(hidden, 1));
    }

    @Override
    public Tensor forward(Tensor x) {
      return output.forward(rnn.forward(x)); // (T, N, 1) to (T, N, 1)
    }
  }

  /** Prints the loss every hundred steps. */
  public static void main(String... args) {
    var loss = new MSELoss();
    try (var device = Device.open();
        var network = new Network(24)) {
      network.to(device, 1);
      try (var optimizer = Adam.over(network.parameters()).learningRate(5e-3).build();
          var step =
              TrainingStep.captured(
                  optimizer, batch -> loss.of(network.forward(batch.input()), batch.target()))) {
        for (int number = 1; number <= 300; number++) {
          try (var scope = Scope.open()) {
            Tensor value = step.run(waves(number, device));
            if (number % 100 == 0) {
              System.out.printf("step %d  loss %.5f%n", number, value.item());
            }
          }
        }
      }
    }
  }

  /** Waves of other frequencies and phases each time. */
  private static DeviceBatch waves(int step, Device device) {
    var random = new Philox(1, Philox.TRAINING_DATA, 0, step); // the same numbers everywhere
    float[] sine = new float[LENGTH * BATCH];
    float[] cosine = new float[LENGTH * BATCH];
    for (int n = 0; n < BATCH; n++) {
      double phase = random.uniform(2 * n) * 2 * Math.PI;
      double frequency = 0.2 + 0.2 * random.uniform(2 * n + 1);
      for (int t = 0; t < LENGTH; t++) {
        sine[t * BATCH + n] = (float) StrictMath.sin(phase + frequency * t);
        cosine[t * BATCH + n] = (float) StrictMath.cos(phase + frequency * t);
      }
    }
    return DeviceBatch.of(
        device.tensor(sine, LENGTH, BATCH, 1), device.tensor(cosine, LENGTH, BATCH, 1));
  }
}
