package dev.flambeau.cli.mnist;

import dev.flambeau.cli.command.UserException;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.nio.file.Path;

/**
 * The grey levels of an image, from the samples that are stored: Java's own conversion of grey to
 * colours would bend them by a gamma curve, and drop half of 16 bits.
 */
final class GreyLevels {
  private final Path file;
  private final ImageOptions options;
  private final ColorModel model;
  private final Raster raster;

  GreyLevels(BufferedImage image, Path file, ImageOptions options) {
    this.file = file;
    this.options = options;
    this.model = image.getColorModel();
    this.raster = image.getRaster();
  }

  /** From 0 to 1, row by row. */
  float[] all() {
    int columns = raster.getWidth();
    float[] levels = new float[columns * raster.getHeight()];
    for (int i = 0; i < levels.length; i++) {
      float level = level(samples(i % columns, i / columns));
      levels[i] = options.inverted() ? 1 - level : level;
    }
    return levels;
  }

  /** Colours, and opacity behind them if there is any. */
  private int[] samples(int x, int y) {
    int[] stored = raster.getPixel(x, y, (int[]) null);
    if (!(model instanceof IndexColorModel palette)) {
      return stored;
    }
    int i = stored[0];
    return new int[] {
      palette.getRed(i), palette.getGreen(i), palette.getBlue(i), palette.getAlpha(i)
    };
  }

  private float level(int[] samples) {
    long most = model instanceof IndexColorModel ? 255 : (1L << model.getComponentSize(0)) - 1;
    int colours = model.getNumColorComponents();
    long opacity = samples.length > colours ? samples[colours] : most;
    if (opacity == 0) {
      return ground();
    }
    for (int i = 1; i < colours; i++) {
      if (samples[i] != samples[0]) {
        throw new UserException(file + " is in colour; the model takes grey images.");
      }
    }
    if (opacity == most) {
      return (float) samples[0] / most;
    }
    return (float)
        ((samples[0] * opacity + ground() * (most - opacity) * most) / ((double) most * most));
  }

  private float ground() {
    Ground ground = options.ground();
    if (ground == null) {
      throw new UserException(
          file + " has transparent pixels; say what lies behind them: --ground black or white.");
    }
    return ground == Ground.WHITE ? 1 : 0;
  }
}
