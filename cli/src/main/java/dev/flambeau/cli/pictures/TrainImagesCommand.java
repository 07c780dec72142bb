package dev.flambeau.cli.pictures;

import dev.flambeau.backend.Numerics;
import dev.flambeau.cli.command.Choice;
import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Failure;
import dev.flambeau.cli.command.Json;
import dev.flambeau.cli.command.Limits;
import dev.flambeau.cli.command.Output;
import dev.flambeau.cli.command.Target;
import dev.flambeau.cli.command.UserException;
import dev.flambeau.cli.training.Divergence;
import dev.flambeau.cli.training.EpochOptions;
import dev.flambeau.cli.training.SaveOptions;
import dev.flambeau.cli.training.StepOptions;
import dev.flambeau.data.DataLoader;
import dev.flambeau.data.Dataset;
import dev.flambeau.images.ConfusionPicture;
import dev.flambeau.images.PictureReader;
import dev.flambeau.images.PictureWriter;
import dev.flambeau.images.dataset.ImageFolder;
import dev.flambeau.images.transform.Normalize;
import dev.flambeau.images.transform.RandomHorizontalFlip;
import dev.flambeau.images.transform.RandomResizedCrop;
import dev.flambeau.images.transform.Transforms;
import dev.flambeau.nn.LoadReport;
import dev.flambeau.nn.loss.CrossEntropyLoss;
import dev.flambeau.optim.AdamW;
import dev.flambeau.optim.Optimizer;
import dev.flambeau.optim.Schedule;
import dev.flambeau.tensor.Device;
import dev.flambeau.train.Fingerprint;
import dev.flambeau.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a known network on a folder of pictures. */
@Command(
    name = "images",
    description = {
      "Train a classifier on a folder that has a folder of pictures for each class.",
      "A part of the pictures is kept back and measured after each epoch. Pictures are cropped and"
          + " flipped at random while training; AdamW, whose rate warms up and falls by a cosine."
    })
public final class TrainImagesCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "PNGs, JPEGs, BMPs, GIFs, by class.")
  private Path folder = Path.of("");

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "resnet18",
      converter = PictureNetwork.Converter.class,
      completionCandidates = PictureNetwork.Converter.class,
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private PictureNetwork network = PictureNetwork.RESNET18;

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "64",
      converter = Limits.Count.class,
      description = "Height and width of what it sees. Default: ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--ground",
      paramLabel = "RRGGBB",
      description = "The colour behind transparent pixels, which are refused without it.")
  private @Nullable String ground;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0.2",
      converter = Limits.Fraction.class,
      description = "The part of the pictures that is kept back. Default: ${DEFAULT-VALUE}.")
  private float validation;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      defaultValue = "0.001",
      converter = Limits.Rate.class,
      description = "The highest learning rate. Default: ${DEFAULT-VALUE}.")
  private float learningRate;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "2",
      converter = Limits.Threads.class,
      description = "Threads that read pictures ahead of the step. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "Weights to begin with, as safetensors by torchvision's names; of a last layer for other"
              + " classes nothing is taken.")
  private @Nullable Path from;

  @Option(
      names = "--save-confusion",
      paramLabel = "FILE",
      description = "A PNG of which class was taken for which, written at the end.")
  private @Nullable Path saveConfusion;

  @Mixin private EpochOptions epochOptions = new EpochOptions(32, 10);
  @Mixin private SaveOptions saveOptions = new SaveOptions();
  @Mixin private StepOptions stepOptions = new StepOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Mixin private Output output = new Output();

  @Override
  public Integer call() throws IOException {
    Target model = saveOptions.checked();
    Target picture = Target.checked("--save-confusion", saveConfusion);
    Target.checkApart(model, picture);
    ImageFolder pictures = ImageFolder.open(folder, reader());
    if (pictures.classes().size() < 2) {
      throw new UserException(
          folder
              + " has the class "
              + pictures.classes()
              + " alone; there is nothing to tell apart.");
    }
    if (!pictures.skipped().isEmpty()) {
      output.warn(pictures.skipped().size() + " files are no pictures by their names.");
    }
    try (Device device = deviceOptions.open()) {
      return train(device, pictures, model, picture);
    }
  }

  private PictureReader reader() {
    if (ground == null) {
      return PictureReader.rgb();
    }
    if (!ground.matches("[0-9a-fA-F]{6}")) {
      throw new UserException("--ground is six hexadecimal digits, was given " + ground + ".");
    }
    return PictureReader.rgb().ground(Integer.parseInt(ground, 16));
  }

  private int train(
      Device device, ImageFolder pictures, @Nullable Target model, @Nullable Target picture) {
    List<String> classes = pictures.classes();
    long seed = epochOptions.seed();
    var parts = new double[] {1 - (double) validation, validation};
    try (var classifier =
        new PictureClassifier(network, classes, size, network.of(classes.size()))) {
      if (model != null) {
        model.checkRoomFor(classifier.layer());
      }
      Dataset trained =
          pictures.transformed(whileTraining(), seed).shuffled(seed).split(parts).get(0);
      Dataset kept =
          pictures.transformed(classifier.transforms(), seed).shuffled(seed).split(parts).get(1);
      if (trained.size() == 0 || kept.size() == 0) {
        throw new UserException(
            "--validation leaves "
                + trained.size()
                + " pictures to train on and keeps "
                + kept.size()
                + " back; one of each is the least.");
      }
      classifier.layer().to(device, seed);
      begin(classifier);
      var trainer = new PictureTrainer(classifier, device, output, kept, epochOptions.batch());
      List<PictureTrainer.Epoch> done = train(classifier, trainer, trained);
      PictureTrainer.Epoch last = done.get(done.size() - 1);
      output.line("%s", trainer.confusion());
      report(device, pictures, last, Fingerprint.sha256(classifier.layer()));
      int status = Divergence.status(last.loss(), learningRate, output);
      boolean written = model == null || model.written(classifier::save, output);
      written &=
          picture == null
              || picture.written(
                  file -> PictureWriter.write(ConfusionPicture.of(trainer.confusion()), file),
                  output);
      return written ? status : Failure.REFUSED;
    }
  }

  private Transforms whileTraining() {
    return Transforms.of(new RandomResizedCrop(size), new RandomHorizontalFlip())
        .normalize(Normalize.IMAGENET);
  }

  private void begin(PictureClassifier classifier) {
    if (from != null) {
      LoadReport report = classifier.begin(from);
      output.line(
          "%d tensors from %s, %d begin anew",
          report.loaded().size(), from, report.missing().size());
    }
  }

  private List<PictureTrainer.Epoch> train(
      PictureClassifier classifier, PictureTrainer trainer, Dataset trained) {
    var loss = new CrossEntropyLoss();
    long seed = epochOptions.seed();
    int batch = epochOptions.batch();
    int epochs = epochOptions.epochs();
    try (DataLoader loader = new DataLoader(trained, batch).shuffled(seed).workers(workers);
        Optimizer optimizer =
            AdamW.over(classifier.layer().parameters())
                .learningRate(learningRate)
                .weightDecay(0.05)
                .build();
        TrainingStep step =
            stepOptions
                .step(
                    optimizer,
                    next -> loss.of(classifier.layer().forward(next.input()), next.target()))
                .seed(seed)) {
      int steps = epochs * loader.batches();
      int warmUp = Math.min(loader.batches(), steps / 5);
      Schedule falling = Schedule.cosine(Math.max(1, steps - warmUp), 0);
      optimizer.schedule(warmUp == 0 ? falling : falling.afterWarmUp(warmUp, 0.1));
      return trainer.train(loader, step, epochs);
    }
  }

  private void report(
      Device device, ImageFolder pictures, PictureTrainer.Epoch last, String weights) {
    String pixels = pictures.sha256();
    output.line("pictures SHA-256 %s", pixels);
    output.line("weights SHA-256 %s", weights);
    output.result(
        new Json()
            .put("example", "images")
            .put("device", device.name())
            .put("model", network.toString())
            .put("classes", pictures.classes().size())
            .put("pictures", pictures.size())
            .put("picturesSha256", pixels)
            .put("size", size)
            .put("lr", learningRate)
            .put("batch", epochOptions.batch())
            .put("epochs", epochOptions.epochs())
            .put("seed", epochOptions.seed())
            .put("numerics", Choice.text(device.numerics()))
            .put("numericsVersion", Numerics.VERSION)
            .put("loss", last.loss())
            .put("accuracy", last.accuracy())
            .put("weightsSha256", weights));
  }
}
