package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.UserException;
import dev.flambeau.io.Checkpoint;
import dev.flambeau.io.Safetensors;
import dev.flambeau.io.SafetensorsFile;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A classifier in a safetensors file, whose metadata say how to build it and what images it takes.
 *
 * @param rows of an image
 * @param columns of an image
 */
record SavedClassifier(Classifier.Design design, int rows, int columns) {
  private static final String NETWORK = "network";
  private static final String ACTIVATION = "activation";
  private static final String LOSS = "lossFunction";
  private static final String ROWS = "imageRows";
  private static final String COLUMNS = "imageColumns";

  static void save(Classifier classifier, Shape image, Path file) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(NETWORK, classifier.design().network().toString());
    metadata.put(ACTIVATION, classifier.design().activation().toString());
    metadata.put(LOSS, classifier.design().objective().toString());
    metadata.put(ROWS, Integer.toString(image.size(0)));
    metadata.put(COLUMNS, Integer.toString(image.size(1)));
    Checkpoint.save(classifier.network(), file, metadata);
  }

  /** Reads what a file says of its model; {@link #load} then reads the weights. */
  static SavedClassifier describe(Path file) {
    try (SafetensorsFile stored = Safetensors.open(file)) {
      SavedClassifier described = described(file, stored.metadata());
      described.check(file, stored);
      return described;
    }
  }

  /** Refuses a network that the file has no tensors for, before it is built: it may be any size. */
  private void check(Path file, SafetensorsFile stored) {
    long held = stored.names().stream().mapToLong(name -> stored.shape(name).elements()).sum();
    int tensors = stored.names().size();
    Network network = design.network();
    if (tensors != network.tensors() || held != network.numbers()) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s says that it holds the network %s, which has %.0f numbers in %d tensors; it holds"
                  + " %d in %d. It is damaged, or not from train mnist --save.",
              file,
              network.brief(),
              network.numbers(),
              network.tensors(),
              held,
              tensors));
    }
  }

  private static SavedClassifier described(Path file, Map<String, String> metadata) {
    try {
      Network network = Network.parse(metadata.getOrDefault(NETWORK, ""));
      int rows = Integer.parseInt(metadata.getOrDefault(ROWS, ""));
      int columns = Integer.parseInt(metadata.getOrDefault(COLUMNS, ""));
      if (rows < 1 || columns < 1 || !network.takes(rows, columns)) {
        throw new UserException(
            columns + " x " + rows + " pixels for the network " + network.brief());
      }
      var design =
          new Classifier.Design(
              network,
              value(Activation.values(), metadata, ACTIVATION),
              value(Objective.values(), metadata, LOSS));
      return new SavedClassifier(design, rows, columns);
    } catch (UserException | NumberFormatException e) {
      throw new UserException(
          file + " does not say what model it holds; train mnist --save writes files that do.", e);
    }
  }

  private static <E> E value(E[] values, Map<String, String> metadata, String key) {
    String text = metadata.getOrDefault(key, "");
    return Arrays.stream(values)
        .filter(value -> value.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new UserException(key + " \"" + text + "\""));
  }

  Classifier load(Path file, Device device) throws IOException {
    Classifier classifier = new Classifier(design);
    classifier.network().toEmpty(device);
    Checkpoint.load(classifier.network(), file);
    return classifier;
  }
}
