package dev.flambeau.cli.sine;

import dev.flambeau.cli.command.Plot;
import dev.flambeau.cli.command.Plot.Curve;
import dev.flambeau.op.Philox;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A trained network's answers to sequences that it has not seen.
 *
 * @param truth the sequences
 * @param predicted what the network makes of their sines: {@code (T, N, 1)}, row-major
 */
record SineAnswers(Sequences truth, float[] predicted) {
  /** The steps that are left out: the phase cannot be known from the first sines alone. */
  static final int SETTLING = 10;

  static final int SEQUENCES = 2000;

  /** Sequences at once, so that a test takes no more memory than a step. */
  private static final int PART = 50;

  /** Asks a network about sequences of a length. */
  static SineAnswers of(SineNetwork network, Device device, long seed, int length) {
    Sequences truth = Sequences.draw(new Philox(seed, Philox.TEST_DATA, 0, 0), length, SEQUENCES);
    float[] predicted = new float[length * SEQUENCES];
    for (int first = 0; first < SEQUENCES; first += PART) {
      float[] part = answers(network, device, truth.part(first, first + PART));
      for (int t = 0; t < length; t++) {
        System.arraycopy(part, t * PART, predicted, t * SEQUENCES + first, PART);
      }
    }
    return new SineAnswers(truth, predicted);
  }

  private static float[] answers(SineNetwork network, Device device, Sequences sequences) {
    try (Scope scope = Scope.open();
        var noGrad = Tensor.noGrad()) {
      return network.forward(sequences.input(device)).toFloats();
    }
  }

  /** The mean squared error once the sequences have settled. */
  double error() {
    double sum = 0;
    int first = SETTLING * SEQUENCES;
    for (int i = first; i < predicted.length; i++) {
      double error = (double) predicted[i] - truth.cosine()[i];
      sum += error * error;
    }
    return sum / (predicted.length - first);
  }

  /** Draws two of the sequences. */
  void plot(Path file) throws IOException {
    Plot.save(
        file,
        "From the sine to the cosine: two unseen sequences",
        "step",
        List.of(
            curve("true 1", truth.cosine(), 0),
            curve("predicted 1", predicted, 0),
            curve("true 2", truth.cosine(), 1),
            curve("predicted 2", predicted, 1)));
  }

  private Curve curve(String name, float[] values, int sequence) {
    double[] x = new double[truth.length()];
    double[] y = new double[truth.length()];
    for (int t = 0; t < x.length; t++) {
      x[t] = t;
      y[t] = values[t * SEQUENCES + sequence];
    }
    return new Curve(name, x, y, 0);
  }
}
