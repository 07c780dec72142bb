package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.Failure;
import dev.flambeau.cli.command.OneLine;
import dev.flambeau.cli.pictures.PictureAnswers;
import dev.flambeau.cli.pictures.PictureClassifier;
import dev.flambeau.op.FlambeauException;
import dev.flambeau.tensor.Device;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks a saved classifier about images. */
@Command(
    name = "predict",
    description = {
      "Ask a model that train mnist or train images saved about images: class and probabilities, a"
          + " line an image.",
      "An image that cannot be read has its line on standard error, the others are answered, and"
          + " the exit status is 2. It is 1 where the model gave NaN, and so no class."
    })
public final class PredictCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FILE", description = "The model.")
  private Path model = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description =
          "For digits a grey PNG, JPEG, BMP or GIF of the model's size, light on dark unless"
              + " --invert is given; or mnist:N, sample N of MNIST's test set. For other pictures"
              + " any such file.")
  private List<String> images = new ArrayList<>();

  @Mixin private ImageOptions imageOptions = new ImageOptions();
  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private @Nullable Samples samples;

  @Override
  public Integer call() throws IOException {
    try (Device device = deviceOptions.open()) {
      Optional<PictureClassifier> ofPictures = PictureClassifier.load(model, device);
      if (ofPictures.isPresent()) {
        try (PictureClassifier classifier = ofPictures.get()) {
          return new PictureAnswers(classifier, device, spec.commandLine()).all(images);
        }
      }
    }
    SavedClassifier saved = SavedClassifier.describe(model);
    int status = 0;
    try (Device device = deviceOptions.open();
        Classifier classifier = saved.load(model, device)) {
      for (String image : images) {
        float[] pixels = pixels(image, saved);
        status =
            Math.max(
                status,
                pixels == null
                    ? Failure.REFUSED
                    : answer(image, classifier.probabilities(pixels, device)));
      }
    }
    return status;
  }

  private int answer(String image, float[] probabilities) {
    int best = 0;
    boolean numbers = true;
    for (int i = 0; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
      numbers &= !Float.isNaN(probabilities[i]);
    }
    String answer = numbers ? "class " + best : "no class, since the model gives NaN";
    PrintWriter out = spec.commandLine().getOut();
    out.println(OneLine.of(image) + "  " + answer + "  " + list(probabilities));
    out.flush();
    return numbers ? 0 : Failure.NO_GOOD;
  }

  private static String list(float[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .mapToObj(i -> String.format(Locale.ROOT, "%d: %.4f", i, probabilities[i]))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** An image's pixels; null where it has none that can be asked about, once a line says why. */
  private float @Nullable [] pixels(String image, SavedClassifier saved) {
    try {
      if (Samples.names(image)) {
        samples = samples == null ? Samples.read() : samples;
        return samples.pixels(image, saved.rows(), saved.columns());
      }
      return ImageFile.read(Path.of(image), saved.rows(), saved.columns(), imageOptions);
    } catch (FlambeauException | IOException | InvalidPathException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(Failure.of(e).message());
      err.flush();
      return null;
    }
  }
}
