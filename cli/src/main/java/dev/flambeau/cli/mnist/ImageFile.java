package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.UserException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A PNG file. It is not trusted: its size is looked at before memory is taken for its pixels, and
 * of Java's readers only that of PNG is given it.
 */
final class ImageFile {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private final Path file;
  private final int rows;
  private final int columns;

  private ImageFile(Path file, int rows, int columns) {
    this.file = file;
    this.rows = rows;
    this.columns = columns;
  }

  /**
   * Reads an image of a size: grey levels from 0 to 1, row by row.
   *
   * @throws UserException if it is no PNG, of another size, in colour, or has transparent pixels
   *     and no ground is given
   */
  static float[] read(Path file, int rows, int columns, ImageOptions options) throws IOException {
    BufferedImage image = new ImageFile(file, rows, columns).decode();
    return new GreyLevels(image, file, options).all();
  }

  private BufferedImage decode() throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return decode(stream);
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw unreadable(String.valueOf(e.getMessage()), e);
    } catch (NegativeArraySizeException | OutOfMemoryError e) {
      // The pixels are few by now, so it is a part of the file that claims to be this long.
      throw unreadable("a part of it is too long", e);
    }
  }

  private UserException unreadable(String why, Throwable cause) {
    return new UserException(file + " is damaged or cannot be read: " + why, cause);
  }

  private BufferedImage decode(InputStream stream) throws IOException {
    // Held in memory: Java's usual cache would be a file in the temporary folder.
    try (var input = new MemoryCacheImageInputStream(stream)) {
      byte[] begin = new byte[SIGNATURE.length];
      input.mark();
      if (input.read(begin) != begin.length || !Arrays.equals(begin, SIGNATURE)) {
        throw new UserException(file + " is no PNG; other images are not read.");
      }
      input.reset();
      ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
      try {
        reader.setInput(input, true, true);
        checkSize(reader.getWidth(0), reader.getHeight(0));
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    }
  }

  private void checkSize(int width, int height) {
    if (height != rows || width != columns) {
      throw new UserException(
          file
              + String.format(
                  Locale.ROOT,
                  " has %d x %d pixels, the model takes %d x %d; images are not resized.",
                  width,
                  height,
                  columns,
                  rows));
    }
  }
}
