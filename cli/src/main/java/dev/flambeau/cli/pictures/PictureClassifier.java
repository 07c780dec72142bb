package dev.flambeau.cli.pictures;

import dev.flambeau.cli.command.UserException;
import dev.flambeau.images.Picture;
import dev.flambeau.images.transform.CenterCrop;
import dev.flambeau.images.transform.Normalize;
import dev.flambeau.images.transform.Resize;
import dev.flambeau.images.transform.Transforms;
import dev.flambeau.io.Checkpoint;
import dev.flambeau.io.Safetensors;
import dev.flambeau.io.SafetensorsFile;
import dev.flambeau.nn.Layer;
import dev.flambeau.nn.LoadOptions;
import dev.flambeau.nn.LoadReport;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network for pictures, and what it says of them.
 *
 * @param size height and width of what it is given
 */
public record PictureClassifier(PictureNetwork network, List<String> classes, int size, Layer layer)
    implements AutoCloseable {
  private static final String NETWORK = "pictureNetwork";
  private static final String SIZE = "pictureSize";
  private static final String CLASS = "class.";

  /** What a picture is brought to that is asked about: its middle, an eighth left out. */
  Transforms transforms() {
    int shorter = size + size / 8;
    return Transforms.of(new Resize(shorter), new CenterCrop(size)).normalize(Normalize.IMAGENET);
  }

  /** Takes over what a file holds of such a network, but for a last layer of other classes. */
  LoadReport begin(Path file) {
    String head = network.head();
    boolean isOther;
    try (SafetensorsFile stored = Safetensors.open(file)) {
      String weight = head + "weight";
      isOther = !stored.names().contains(weight) || stored.shape(weight).size(0) != classes.size();
    }
    LoadOptions options =
        LoadOptions.strict(false)
            .renaming(name -> isOther && name.startsWith(head) ? "left out: " + name : name);
    LoadReport report = Checkpoint.load(layer, file, options);
    if (report.loaded().isEmpty()) {
      throw new UserException(
          "--from " + file + " holds nothing of " + network + ": no name is one of its state's.");
    }
    return report;
  }

  /** Writes it to a file that says what it is. */
  void save(Path file) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(NETWORK, network.toString());
    metadata.put(SIZE, Integer.toString(size));
    for (int i = 0; i < classes.size(); i++) {
      metadata.put(CLASS + i, classes.get(i));
    }
    Checkpoint.save(layer, file, metadata);
  }

  /**
   * What a file holds that {@code train images --save} wrote; empty for another.
   *
   * @throws UserException if it is one and says what cannot be
   */
  public static Optional<PictureClassifier> load(Path file, Device device) {
    Map<String, String> metadata;
    try (SafetensorsFile stored = Safetensors.open(file)) {
      metadata = stored.metadata();
    }
    if (!metadata.containsKey(NETWORK)) {
      return Optional.empty();
    }
    List<String> classes = new ArrayList<>();
    while (metadata.containsKey(CLASS + classes.size())) {
      classes.add(metadata.get(CLASS + classes.size()));
    }
    PictureClassifier described;
    try {
      PictureNetwork network = new PictureNetwork.Converter().convert(metadata.get(NETWORK));
      int size = Integer.parseInt(metadata.getOrDefault(SIZE, ""));
      if (classes.isEmpty() || size < 1) {
        throw new UserException(classes.size() + " classes, " + size + " pixels");
      }
      described = new PictureClassifier(network, classes, size, network.of(classes.size()));
    } catch (RuntimeException e) {
      throw new UserException(
          file + " does not say what model it holds; train images --save writes files that do.", e);
    }
    described.layer.toEmpty(device);
    Checkpoint.load(described.layer, file);
    described.layer.eval();
    return Optional.of(described);
  }

  /** The probability of each class. */
  public float[] probabilities(Picture picture, Device device) {
    HostTensor.Floats pixels = transforms().tensor(picture);
    try (Scope scope = Scope.open();
        var noGrad = Tensor.noGrad()) {
      Tensor input = device.tensor(pixels).unsqueeze(0);
      return layer.forward(input).softmax(1).toFloats();
    }
  }

  @Override
  public void close() {
    layer.close();
  }
}
