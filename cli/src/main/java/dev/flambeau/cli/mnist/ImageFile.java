package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.UserException;
import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureReader;
import dev.flambeau.images.PictureSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A file of a grey picture; its size is looked at before anything is decoded. */
final class ImageFile {
  private static final int BLACK = 0x000000;
  private static final int WHITE = 0xFFFFFF;

  private ImageFile() {}

  /**
   * Reads a picture of a size: grey levels from 0 to 1, row by row.
   *
   * @throws UserException if it is of another size, in colour, or has transparent pixels and no
   *     ground is given
   * @throws dev.flambeau.images.PictureException if it cannot be read
   */
  static float[] read(Path file, int rows, int columns, ImageOptions options) throws IOException {
    checkSize(file, PictureReader.rgb().size(file), new PictureSize(rows, columns));
    Picture picture = picture(file, options.ground());
    float[] levels = new float[rows * columns];
    for (int i = 0; i < levels.length; i++) {
      float level = grey(file, picture, i / columns, i % columns) / 255f;
      levels[i] = options.inverted() ? 1 - level : level;
    }
    return levels;
  }

  private static Picture picture(Path file, @Nullable Ground ground) throws IOException {
    Picture onWhite = PictureReader.rgb().ground(WHITE).read(file);
    if (ground == Ground.WHITE) {
      return onWhite;
    }
    Picture onBlack = PictureReader.rgb().ground(BLACK).read(file);
    if (ground == null && !Arrays.equals(onBlack.bytes(), onWhite.bytes())) {
      throw new UserException(
          file + " has transparent pixels; say what lies behind them: --ground black or white.");
    }
    return onBlack;
  }

  private static int grey(Path file, Picture picture, int row, int column) {
    int red = picture.level(row, column, 0);
    if (red != picture.level(row, column, 1) || red != picture.level(row, column, 2)) {
      throw new UserException(file + " is in colour; the model takes grey images.");
    }
    return red;
  }

  private static void checkSize(Path file, PictureSize found, PictureSize taken) {
    if (!found.equals(taken)) {
      throw new UserException(
          file
              + String.format(
                  Locale.ROOT,
                  " has %d x %d pixels, the model takes %d x %d; images are not resized.",
                  found.width(),
                  found.height(),
                  taken.width(),
                  taken.height()));
    }
  }
}
