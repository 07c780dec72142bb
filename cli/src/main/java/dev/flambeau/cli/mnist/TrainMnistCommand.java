package dev.flambeau.cli.mnist;

import dev.flambeau.backend.Numerics;
import dev.flambeau.cli.command.Choice;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Failure;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.command.Plot;
import dev.flambeau.cli.command.Plot.Curve;
import dev.flambeau.cli.command.Target;
import dev.flambeau.cli.command.UserException;
import dev.flambeau.cli.training.Divergence;
import dev.flambeau.cli.training.EpochOptions;
import dev.flambeau.cli.training.SaveOptions;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.data.ImageClassification;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.tensor.Device;
import dev.flambeau.train.Fingerprint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network on handwritten digits. */
@Command(
    name = "mnist",
    description = "Train a classifier on MNIST, which is built in, or on data of its form.")
public final class TrainMnistCommand implements Callable<Integer> {
  @Option(
      names = "--network",
      paramLabel = "NETWORK",
      defaultValue = "784-512-512-10",
      converter = Network.Converter.class,
      description =
          "Sizes of linear layers, pixels first, classes last; or a convolutional network: lenet,"
              + " which is LeNet-5, or cnn. Default: ${DEFAULT-VALUE}.")
  private Network network = new LayerSizes(List.of());

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      defaultValue = "relu",
      converter = Activation.Converter.class,
      description =
          "After each hidden linear layer of given sizes: ${COMPLETION-CANDIDATES}. Default:"
              + " ${DEFAULT-VALUE}.")
  private Activation activation = Activation.RELU;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "cross-entropy",
      converter = Objective.Converter.class,
      description =
          "${COMPLETION-CANDIDATES}; outputs are sigmoids under mse, logits under cross-entropy."
              + " Default: ${DEFAULT-VALUE}.")
  private Objective objective = Objective.CROSS_ENTROPY;

  @Option(
      names = "--optimizer",
      paramLabel = "NAME",
      defaultValue = "adam",
      converter = Method.Converter.class,
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Method method = Method.ADAM;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      converter = Limits.Rate.class,
      description =
          "Learning rate at the first step; it falls linearly. Default: 0.001 for adam, 0.002"
              + " with lenet, 1.0 for sgd with mse, 0.1 for sgd with cross-entropy.")
  private @Nullable Float learningRate;

  @Option(
      names = "--momentum",
      paramLabel = "FACTOR",
      converter = Limits.Fraction.class,
      description = "Of sgd alone. Default: 0.")
  private @Nullable Float momentum;

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      description = "Four IDX files named as MNIST's, gzipped or not, instead of MNIST's own.")
  private @Nullable Path data;

  @Option(
      names = "--test-every",
      paramLabel = "N",
      defaultValue = "1",
      converter = Limits.Count.class,
      description =
          "Epochs from one test to the next; one follows the last. Default: ${DEFAULT-VALUE}.")
  private int testEvery;

  @Option(
      names = "--save-plot",
      paramLabel = "FILE",
      description = "A PNG of loss and accuracy by epoch, written at the end.")
  private @Nullable Path plot;

  @Mixin private EpochOptions epochOptions = new EpochOptions(64, 3);
  @Mixin private SaveOptions saveOptions = new SaveOptions();
  @Mixin private StepOptions stepOptions = new StepOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (method == Method.ADAM && momentum != null) {
      throw new ParameterException(
          spec.commandLine(), "--momentum is sgd's; adam takes none. Give --optimizer sgd with it");
    }
    if (network instanceof ImageNetwork && activation != Activation.RELU) {
      throw new ParameterException(
          spec.commandLine(),
          "--activation is that of linear layers of given sizes; " + network + " has relu");
    }
    Target model = saveOptions.checked();
    Target picture = Target.checked("--save-plot", plot);
    Target.checkApart(model, picture);
    try (Device device = deviceOptions.open()) {
      return train(device, Mnist.read(data), model, picture);
    }
  }

  private int train(
      Device device, ImageClassification images, @Nullable Target model, @Nullable Target picture) {
    check(images);
    long seed = epochOptions.seed();
    var plan = new Trainer.Plan(epochOptions.batch(), epochOptions.epochs(), testEvery, seed);
    var trainer = new Trainer(plan, images, device, output);
    var design = new Classifier.Design(network, activation, objective);
    try (Classifier classifier = new Classifier(design)) {
      if (model != null) {
        model.checkRoomFor(classifier.network());
      }
      classifier.network().to(device, seed);
      List<Trainer.Epoch> done;
      try (Optimizer optimizer =
          method.optimizer(classifier.network().parameters(), rate(), momentum())) {
        done = trainer.train(classifier, optimizer, stepOptions);
      }
      Trainer.Epoch last = done.get(done.size() - 1);
      report(device, trainer, last, Fingerprint.sha256(classifier.network()));
      int status = Divergence.status(last.loss(), rate(), output);
      boolean written =
          model == null
              || model.written(
                  file -> SavedClassifier.save(classifier, images.image(), file), output);
      written &= picture == null || picture.written(file -> plot(file, done), output);
      return written ? status : Failure.REFUSED;
    }
  }

  private void check(ImageClassification images) {
    if (images.train().size() == 0 || images.test().size() == 0) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "The data have %d images to train on and %d to test on; one of each is the least.",
              images.train().size(),
              images.test().size()));
    }
    network.check(images.image(), images.classes());
  }

  private float rate() {
    return learningRate == null ? method.defaultRate(network, objective) : learningRate;
  }

  private float momentum() {
    return momentum == null ? 0 : momentum;
  }

  private void plot(Path file, List<Trainer.Epoch> done) throws IOException {
    List<Trainer.Epoch> tested =
        done.stream().filter(epoch -> !Double.isNaN(epoch.accuracy())).toList();
    Plot.save(
        file,
        "MNIST, " + network,
        "epoch",
        List.of(
            curve("training loss", done, Trainer.Epoch::loss, 0),
            curve("test accuracy", tested, Trainer.Epoch::accuracy, 1)));
  }

  private static Curve curve(
      String name, List<Trainer.Epoch> epochs, ToDoubleFunction<Trainer.Epoch> value, int axis) {
    double[] numbers = epochs.stream().mapToDouble(Trainer.Epoch::number).toArray();
    return new Curve(name, numbers, epochs.stream().mapToDouble(value).toArray(), axis);
  }

  private void report(Device device, Trainer trainer, Trainer.Epoch last, String weights) {
    output.line("%s, %.1f s, %.0f samples/s", device, trainer.seconds(), trainer.speed());
    output.line("weights SHA-256 %s", weights);
    output.result(
        new Json()
            .put("example", "mnist")
            .put("device", device.name())
            .put("network", network.toString())
            .put("activation", activation.toString())
            .put("lossFunction", objective.toString())
            .put("optimizer", method.toString())
            .put("lr", rate())
            .put("momentum", momentum())
            .put("batch", epochOptions.batch())
            .put("epochs", epochOptions.epochs())
            .put("seed", epochOptions.seed())
            .put("numerics", Choice.text(device.numerics()))
            .put("numericsVersion", Numerics.VERSION)
            .put("loss", last.loss())
            .put("accuracy", last.accuracy())
            .put("seconds", trainer.seconds())
            .put("samplesPerSecond", trainer.speed())
            .put("samplesPerSecondEarly", trainer.earlySpeed())
            .put("samplesPerSecondLast", trainer.lastSpeed())
            .put("weightsSha256", weights));
  }
}
