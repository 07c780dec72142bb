package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/**
 * A picture brighter or darker, then with more contrast or less, then with more colour or less:
 * each by a random factor from max(0, 1 − x) to 1 + x, in this order, where torchvision takes them
 * in a random one.
 *
 * @param brightness how far the factor is from 1 at most
 * @param contrast likewise
 * @param saturation likewise
 */
public record ColorJitter(double brightness, double contrast, double saturation)
    implements Transform {
  private static final int BITS = 16;
  private static final long ONE = 1L << BITS;

  /** A factor's largest distance from 1. */
  private static final double MOST = 255;

  /**
   * @throws dev.flambeau.images.PictureException if one is not from 0 to 255
   */
  public ColorJitter {
    Given.within("ColorJitter", "brightness", brightness, 0, MOST);
    Given.within("ColorJitter", "contrast", contrast, 0, MOST);
    Given.within("ColorJitter", "saturation", saturation, 0, MOST);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    long brighter = factor(brightness, draws);
    long sharper = factor(contrast, draws);
    long stronger = factor(saturation, draws);
    Picture bright = blend(picture, brighter, 0);
    Picture sharp = blend(bright, sharper, mean(bright));
    return stronger == ONE ? sharp : saturated(sharp, stronger);
  }

  private static long factor(double distance, Draws draws) {
    double factor = draws.between(Math.max(0, 1 - distance), 1 + distance);
    return (long) Math.rint(factor * ONE);
  }

  /** The mean of the greys, halves upwards. */
  private static int mean(Picture picture) {
    byte[] grey = picture.grey().bytes();
    long sum = 0;
    for (byte level : grey) {
      sum += level & 0xFF;
    }
    return (int) ((2 * sum + grey.length) / (2L * grey.length));
  }

  /** Each level with the same other one. */
  private static Picture blend(Picture picture, long factor, int other) {
    if (factor == ONE) {
      return picture;
    }
    byte[] ofLevel = new byte[256];
    for (int level = 0; level < ofLevel.length; level++) {
      ofLevel[level] = blend(level, factor, other);
    }
    byte[] bytes = picture.bytes().clone();
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = ofLevel[bytes[i] & 0xFF];
    }
    return new Picture(bytes, picture.height(), picture.width(), picture.channels());
  }

  /** Each level with the grey of its pixel. */
  private static Picture saturated(Picture picture, long factor) {
    int channels = picture.channels();
    byte[] grey = picture.grey().bytes();
    byte[] bytes = picture.bytes().clone();
    for (int i = 0; i < grey.length; i++) {
      int other = grey[i] & 0xFF;
      for (int at = i * channels; at < (i + 1) * channels; at++) {
        bytes[at] = blend(bytes[at] & 0xFF, factor, other);
      }
    }
    return new Picture(bytes, picture.height(), picture.width(), channels);
  }

  /** The factor times a level, and what is left of 1 times another, from 0 to 255. */
  private static byte blend(int level, long factor, int other) {
    long blended = factor * level + (ONE - factor) * other;
    return (byte) Math.max(0, Math.min(255, blended + ONE / 2 >> BITS));
  }
}
