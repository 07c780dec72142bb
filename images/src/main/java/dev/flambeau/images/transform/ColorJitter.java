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
    Picture bright = blend(picture, brighter, i -> 0);
    int mean = mean(bright);
    Picture sharp = blend(bright, sharper, i -> mean);
    byte[] grey = sharp.grey().bytes();
    return blend(sharp, stronger, i -> grey[i] & 0xFF);
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

  /** What a pixel is blended with. */
  private interface Other {
    int level(int pixel);
  }

  /** The factor times a level, and what is left of 1 times another, from 0 to 255. */
  private static Picture blend(Picture picture, long factor, Other other) {
    if (factor == ONE) {
      return picture;
    }
    byte[] bytes = new byte[picture.bytes().length];
    for (int i = 0; i < bytes.length; i++) {
      long level = picture.bytes()[i] & 0xFF;
      long blended = factor * level + (ONE - factor) * other.level(i / picture.channels());
      bytes[i] = (byte) Math.max(0, Math.min(255, blended + ONE / 2 >> BITS));
    }
    return new Picture(bytes, picture.height(), picture.width(), picture.channels());
  }
}
