package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.UserException;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Reads a grey image of a given size. */
final class ImageFile {
  private ImageFile() {}

  /**
   * The image's pixels in [0, 1], row by row.
   *
   * @throws UserException if it is no image, of another size, or in colour
   */
  static float[] read(Path file, int rows, int columns) throws IOException {
    BufferedImage image = decode(file);
    if (image.getHeight() != rows || image.getWidth() != columns) {
      throw new UserException(
          String.format(
              "%s has %d x %d pixels, the model takes %d x %d; images are not resized.",
              file, image.getWidth(), image.getHeight(), columns, rows));
    }
    float[] pixels = new float[rows * columns];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = grey(image, i % columns, i / columns, file) / 255f;
    }
    return pixels;
  }

  private static BufferedImage decode(Path file) throws IOException {
    @Nullable BufferedImage image;
    try (var stream = Files.newInputStream(file)) {
      image = ImageIO.read(stream);
    }
    if (image == null) {
      throw new UserException(file + " is not an image that can be read; PNG can.");
    }
    return image;
  }

  /** The stored sample where there is one grey band: getRGB would change it by a gamma curve. */
  private static int grey(BufferedImage image, int x, int y, Path file) {
    if (image.getColorModel() instanceof ComponentColorModel model
        && model.getNumColorComponents() == 1) {
      return image.getRaster().getSample(x, y, 0) >>> (model.getComponentSize(0) - 8);
    }
    int colour = image.getRGB(x, y);
    int blue = colour & 0xFF;
    if (((colour >> 8) & 0xFF) != blue || ((colour >> 16) & 0xFF) != blue) {
      throw new UserException(file + " is in colour; the model takes grey images.");
    }
    return blue;
  }
}
