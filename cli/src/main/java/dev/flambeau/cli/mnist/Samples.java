package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.UserException;
import dev.flambeau.data.Dataset;
import dev.flambeau.tensor.HostTensor;
import java.io.IOException;
import java.util.Locale;

/** MNIST's test images, each under a name: {@code mnist:17}. */
final class Samples {
  private static final String PREFIX = "mnist:";

  private final Dataset images;

  private Samples(Dataset images) {
    this.images = images;
  }

  /** Whether a name is that of a sample. */
  static boolean names(String image) {
    return image.startsWith(PREFIX);
  }

  /** Reads them, and nothing else of MNIST. */
  static Samples read() throws IOException {
    return new Samples(Mnist.test());
  }

  /** The grey levels of one, from 0 to 1, row by row. */
  float[] pixels(String name, int rows, int columns) {
    var image = (HostTensor.Floats) images.get(number(name)).input();
    float[] pixels = image.values();
    if (pixels.length != rows * columns) {
      throw new UserException(
          String.format(
              Locale.ROOT,
              "%s has %d pixels, the model takes %d x %d; images are not resized.",
              name,
              pixels.length,
              columns,
              rows));
    }
    return pixels;
  }

  private int number(String name) {
    try {
      int number = Integer.parseInt(name.substring(PREFIX.length()));
      if (number >= 0 && number < images.size()) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new UserException(
        name
            + ": there is no such sample; the test set has mnist:0 to mnist:"
            + (images.size() - 1)
            + ".");
  }
}
