package dev.flambeau.cli.sine;

import dev.flambeau.backend.Numerics;
import dev.flambeau.cli.command.Choice;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Failure;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.command.Progress;
import dev.flambeau.cli.command.Stopwatch;
import dev.flambeau.cli.command.Target;
import dev.flambeau.cli.training.Divergence;
import dev.flambeau.cli.training.FallingRate;
import dev.flambeau.cli.training.MeanLoss;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.nn.loss.MSELoss;
import dev.flambeau.op.Philox;
import dev.flambeau.optim.Adam;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Scope;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a recurrent network to follow a sine wave with its cosine. */
@Command(name = "sine", description = "Train a recurrent network from the sine to the cosine.")
public final class TrainSineCommand implements Callable<Integer> {
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
      description = "A PNG of predicted over true curves, written at the end.")
  private @Nullable Path plot;

  @Mixin private StepOptions stepOptions = new StepOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    new SineSize(length, batch, hidden).check();
    Target picture = Target.checked("--save-plot", plot);
    try (Device device = deviceOptions.open();
        SineNetwork network = new SineNetwork(hidden)) {
      network.to(device, seed);
      Stopwatch training = new Stopwatch();
      double loss = train(network, device, training);
      SineAnswers answers = SineAnswers.of(network, device, seed, length);
      report(device, Fingerprint.sha256(network), training, loss, answers.error());
      int status = Divergence.status(loss + answers.error(), learningRate, output);
      return picture == null || picture.written(answers::plot, output) ? status : Failure.REFUSED;
    }
  }

  /** Trains, and gives the mean loss of the last steps. */
  private double train(SineNetwork network, Device device, Stopwatch training) {
    double reported = Double.NaN;
    try (Optimizer optimizer = Adam.over(network.parameters()).learningRate(learningRate).build();
        TrainingStep trainingStep =
            stepOptions.step(
                optimizer, batch -> LOSS.of(network.forward(batch.input()), batch.target()));
        MeanLoss losses = new MeanLoss();
        Progress progress = output.progress("train", steps)) {
      optimizer.schedule(new FallingRate(steps));
      training.start();
      for (int step = 0; step < steps; step++) {
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

  private void report(Device device, String weights, Stopwatch training, double loss, double mse) {
    double samples = (double) steps * batch;
    output.line(
        "test mse %.3e over %d unseen sequences, from step %d on",
        mse, SineAnswers.SEQUENCES, SineAnswers.SETTLING);
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
