package dev.flambeau.images;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * A decoded image's samples as they are stored, made into levels of eight bits. Java's own
 * conversions would bend grey by a gamma curve, and drop half of 16 bits.
 */
final class StoredPixels {
  private final ColorModel model;
  private final Raster raster;
  private final Ground ground;
  private final int width;
  private final int height;

  StoredPixels(BufferedImage image, Ground ground) {
    this.model = image.getColorModel();
    this.raster = image.getRaster();
    this.ground = ground;
    this.width = image.getWidth();
    this.height = image.getHeight();
  }

  /** Grey where it is stored in grey without transparent pixels, else red, green and blue. */
  Picture picture() {
    if (model instanceof IndexColorModel palette) {
      return byPalette(palette);
    }
    if (isBytes()) {
      byte[] bytes = (byte[]) raster.getDataElements(0, 0, width, height, null);
      return new Picture(bytes, height, width, model.getNumColorComponents());
    }
    return bySamples();
  }

  /** The common case: one byte a sample, and nothing else. */
  private boolean isBytes() {
    return model instanceof ComponentColorModel
        && raster.getTransferType() == DataBuffer.TYPE_BYTE
        && !model.hasAlpha()
        && raster.getNumBands() == model.getNumColorComponents()
        && bits(0) == 8;
  }

  private Picture byPalette(IndexColorModel palette) {
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int to = (y * width + x) * 3;
        int opacity = palette.getAlpha(row[x]);
        rgb[to] = (byte) ground.under(palette.getRed(row[x]), opacity, 0);
        rgb[to + 1] = (byte) ground.under(palette.getGreen(row[x]), opacity, 1);
        rgb[to + 2] = (byte) ground.under(palette.getBlue(row[x]), opacity, 2);
      }
    }
    return new Picture(rgb, height, width, 3);
  }

  private Picture bySamples() {
    int bands = raster.getNumBands();
    int colours = model.getNumColorComponents();
    int channels = bands > colours ? 3 : colours;
    byte[] bytes = new byte[width * height * channels];
    int[] row = new int[width * bands];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int opacity = bands > colours ? level(row[x * bands + colours], colours) : 255;
        for (int channel = 0; channel < channels; channel++) {
          int band = Math.min(channel, colours - 1);
          int level = level(row[x * bands + band], band);
          bytes[(y * width + x) * channels + channel] =
              (byte) ground.under(level, opacity, channel);
        }
      }
    }
    return new Picture(bytes, height, width, channels);
  }

  private int level(int sample, int band) {
    int bits = bits(band);
    if (bits == 8) {
      return sample;
    }
    long most = (1L << bits) - 1;
    return (int) ((2 * 255 * (sample & most) + most) / (2 * most));
  }

  private int bits(int band) {
    return model.getComponentSize(band);
  }
}
