package dev.flambeau.cli.sine;

import dev.flambeau.backend.Numerics;
import dev.flambeau.cli.command.Choice;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.FallingRate;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.MeanLoss;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.command.Plot;
import dev.flambeau.cli.command.Plot.Curve;
import dev.flambeau.cli.command.Progress;
import dev.flambeau.cli.command.StepOptions;
import dev.flambeau.cli.command.Stopwatch;
import dev.flambeau.nn.MSELoss;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Philox;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a recurrent network to follow a sine wave with its cosine. */
@Command(name = "sine", description = "Train a recurrent network from the sine to the cosine.")
public final class TrainSineCommand implements Runnable {
  /** The steps that a test leaves out: the phase cannot be known from the first sines alone. */
  private static final int SETTLING = 10;

  private static final int TEST_SEQUENCES = 2000;
  private static final MSELoss LOSS = new MSELoss();

  /** The training loss that is reported is the mean over so many steps. */
  private static final int REPORT_EVERY = 100;

  @Option(
      names = "--hidden",
      defaultValue = "32",
      converter = Limits.Count.class,
      description = "Size of the recurrent layer. Default: ${DEFAULT-VALUE}.")
  private int hidden;

  @Option(
      names = "--length",
      defaultValue = "50",
      converter = Limits.Count.class,
      description = "Steps of a sequence, 11 or more. Default: ${DEFAULT-VALUE}.")
  private int length;

  @Option(
      names = "--batch",
      defaultValue = "64",
      converter = Limits.Count.class,
      description = "Sequences of a training step. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = "--steps",
      defaultValue = "2000",
      converter = Limits.Count.class,
      description = "Training steps. Default: ${DEFAULT-VALUE}.")
  private int steps;

  @Option(
      names = "--lr",
      defaultValue = "0.005",
      converter = Limits.Rate.class,
      description = "Adam's rate at the first step; it falls linearly. Default: ${DEFAULT-VALUE}.")
  private float learningRate;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of weights and data. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--save-plot",
      paramLabel = "FILE",
      description = "A PNG of predicted over true curves.")
  private @Nullable Path plot;

  @Mixin private StepOptions stepOptions = new StepOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    if (length <= SETTLING) {
      throw new ParameterException(
          spec.commandLine(),
          "Invalid value for option '--length': 11 or more, since the first 10 steps are not"
              + " tested, was given "
              + length);
    }
    try (Device device = deviceOptions.open();
        SineNetwork network = new SineNetwork(hidden)) {
      network.to(device, seed);
      Stopwatch training = new Stopwatch();
      double loss = train(network, device, training);
      double mse = test(network, device);
      report(device, Fingerprint.sha256(network), training, loss, mse);
    }
  }

  /** Trains, and gives the mean loss of the last steps. */
  private double train(SineNetwork network, Device device, Stopwatch training) {
    FallingRate rate = new FallingRate(learningRate, steps);
    double reported = Double.NaN;
    try (Optimizer optimizer = Adam.over(network.parameters()).learningRate(learningRate).build();
        TrainingStep trainingStep =
            stepOptions.step(
                optimizer, batch -> LOSS.of(network.forward(batch.input()), batch.target()));
        MeanLoss losses = new MeanLoss();
        Progress progress = output.progress("train", steps)) {
      training.start();
      for (int step = 0; step < steps; step++) {
        rate.apply(optimizer, step);
        Sequences sequences =
            Sequences.draw(new Philox(seed, Philox.TRAINING_DATA, 0, step), length, batch);
        try (Scope scope = Scope.open()) {
          losses.add(trainingStep.run(sequences.input(device), sequences.target(device)), batch);
        }
        progress.step();
        if ((step + 1) % REPORT_EVERY == 0 || step + 1 == steps) {
          reported = losses.take();
          output.line("step %5d  loss %.6f", step + 1, reported);
        }
      }
      device.synchronize();
      training.stop();
    }
    return reported;
  }

  /** The mean squared error over sequences that training has not seen, once they have settled. */
  private double test(SineNetwork network, Device device) {
    Sequences sequences =
        Sequences.draw(new Philox(seed, Philox.TEST_DATA, 0, 0), length, TEST_SEQUENCES);
    float[] predicted;
    try (Scope scope = Scope.open();
        var noGrad = Tensor.noGrad()) {
      predicted = network.forward(sequences.input(device)).toFloats();
    }
    if (plot != null) {
      plot(plot, sequences, predicted);
    }
    double sum = 0;
    int first = SETTLING * TEST_SEQUENCES;
    for (int i = first; i < predicted.length; i++) {
      double error = (double) predicted[i] - sequences.cosine()[i];
      sum += error * error;
    }
    return sum / (predicted.length - first);
  }

  private void plot(Path file, Sequences sequences, float[] predicted) {
    Plot.save(
        file,
        "From the sine to the cosine: two unseen sequences",
        "step",
        List.of(
            curve("true 1", sequences.cosine(), 0),
            curve("predicted 1", predicted, 0),
            curve("true 2", sequences.cosine(), 1),
            curve("predicted 2", predicted, 1)),
        output);
  }

  private Curve curve(String name, float[] values, int sequence) {
    double[] x = new double[length];
    double[] y = new double[length];
    for (int t = 0; t < length; t++) {
      x[t] = t;
      y[t] = values[t * TEST_SEQUENCES + sequence];
    }
    return new Curve(name, x, y, 0);
  }

  private void report(Device device, String weights, Stopwatch training, double loss, double mse) {
    double samples = (double) steps * batch;
    output.line(
        "test mse %.3e over %d unseen sequences, from step %d on", mse, TEST_SEQUENCES, SETTLING);
    output.line(
        "%s, %.1f s, %.0f sequences/s", device, training.seconds(), samples / training.seconds());
    output.line("weights SHA-256 %s", weights);
    output.result(
        new Json()
            .put("example", "sine")
            .put("device", device.name())
            .put("network", "1-" + hidden + "-1")
            .put("lossFunction", "mse")
            .put("optimizer", "adam")
            .put("steps", steps)
            .put("seed", seed)
            .put("numerics", Choice.text(device.numerics()))
            .put("numericsVersion", Numerics.VERSION)
            .put("loss", loss)
            .put("mse", mse)
            .put("seconds", training.seconds())
            .put("samplesPerSecond", samples / training.seconds())
            .put("weightsSha256", weights));
  }
}
