package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.DeviceOptions;
import dev.flambeau.cli.command.UserException;
import dev.flambeau.data.Dataset;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    description = "Ask a model that train mnist saved about images: class and probabilities.")
public final class PredictCommand implements Callable<Integer> {
  private static final String SAMPLE = "mnist:";

  @Parameters(index = "0", paramLabel = "FILE", description = "The model.")
  private Path model = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "A grey PNG of the model's size, or mnist:N: sample N of MNIST's test set.")
  private List<String> images = new ArrayList<>();

  @Mixin private DeviceOptions deviceOptions = new DeviceOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  private @Nullable Dataset samples;

  @Override
  public Integer call() throws IOException {
    SavedClassifier saved = SavedClassifier.describe(model);
    try (Device device = deviceOptions.open();
        Classifier classifier = saved.load(model, device)) {
      PrintWriter out = spec.commandLine().getOut();
      for (String image : images) {
        float[] probabilities = classifier.probabilities(pixels(image, saved), device);
        out.println(describe(image, probabilities));
        out.flush();
      }
    }
    return 0;
  }

  private static String describe(String image, float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
    }
    return IntStream.range(0, probabilities.length)
        .mapToObj(i -> String.format(Locale.ROOT, "%d: %.4f", i, probabilities[i]))
        .collect(Collectors.joining(", ", image + "  class " + best + "  (", ")"));
  }

  private float[] pixels(String image, SavedClassifier saved) throws IOException {
    return image.startsWith(SAMPLE)
        ? sample(image, saved)
        : ImageFile.read(Path.of(image), saved.rows(), saved.columns());
  }

  private float[] sample(String name, SavedClassifier saved) throws IOException {
    Dataset test = test();
    HostTensor.Floats sample = (HostTensor.Floats) test.get(number(name, test.size())).input();
    int length = sample.values().length;
    if (saved.design().sizes().inputs() != length) {
      throw new UserException(
          String.format(
              "%s has %d pixels, the model takes %d x %d; images are not resized.",
              name, length, saved.columns(), saved.rows()));
    }
    return sample.values();
  }

  private static int number(String name, int size) {
    try {
      int number = Integer.parseInt(name.substring(SAMPLE.length()));
      if (number >= 0 && number < size) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new UserException(
        name + ": there is no such sample; the test set has mnist:0 to mnist:" + (size - 1) + ".");
  }

  /** MNIST's test set, read when the first sample is asked for. */
  private Dataset test() throws IOException {
    if (samples == null) {
      samples = Mnist.test();
    }
    return samples;
  }
}
