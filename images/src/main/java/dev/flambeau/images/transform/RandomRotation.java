package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/**
 * A picture turned about its middle by a random angle, to the left where it is positive, by
 * bilinear interpolation; what comes from outside has level 0. The size stays.
 *
 * @param low the least angle, in degrees
 * @param high the largest
 */
public record RandomRotation(double low, double high) implements Transform {
  private static final int BITS = 16;

  /** Half a pixel is 2^BITS. */
  private static final int SHIFT = BITS + 1;

  private static final long WHOLE = 1L << SHIFT;

  /**
   * @throws dev.flambeau.images.PictureException if they are not from −360 to 360 and in order
   */
  public RandomRotation {
    Given.within("RandomRotation", "an angle", low, -360, high);
    Given.within("RandomRotation", "an angle", high, low, 360);
  }

  /** From −degrees to degrees. */
  public RandomRotation(double degrees) {
    this(-degrees, degrees);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    double radians = draws.between(low, high) * (Math.PI / 180);
    long cos = (long) Math.rint(StrictMath.cos(radians) * (1L << BITS));
    long sin = (long) Math.rint(StrictMath.sin(radians) * (1L << BITS));
    int right = picture.width() - 1;
    int bottom = picture.height() - 1;
    byte[] bytes = new byte[picture.bytes().length];
    for (int row = 0; row <= bottom; row++) {
      for (int column = 0; column <= right; column++) {
        // Twice the distance from the middle, which may lie between two pixels.
        long dx = 2L * column - right;
        long dy = 2L * row - bottom;
        long x = cos * dx - sin * dy + ((long) right << BITS);
        long y = sin * dx + cos * dy + ((long) bottom << BITS);
        int to = (row * picture.width() + column) * picture.channels();
        for (int channel = 0; channel < picture.channels(); channel++) {
          bytes[to + channel] = between(picture, x, y, channel);
        }
      }
    }
    return new Picture(bytes, picture.height(), picture.width(), picture.channels());
  }

  /** A level between four pixels; x and y count in parts of a pixel, 2^SHIFT of them. */
  private static byte between(Picture picture, long x, long y, int channel) {
    int column = (int) (x >> SHIFT);
    int row = (int) (y >> SHIFT);
    long right = x & WHOLE - 1;
    long down = y & WHOLE - 1;
    long upper =
        (WHOLE - right) * level(picture, row, column, channel)
            + right * level(picture, row, column + 1, channel);
    long lower =
        (WHOLE - right) * level(picture, row + 1, column, channel)
            + right * level(picture, row + 1, column + 1, channel);
    long sum = (WHOLE - down) * upper + down * lower;
    return (byte) (sum + (1L << 2 * SHIFT - 1) >> 2 * SHIFT);
  }

  private static int level(Picture picture, int row, int column, int channel) {
    boolean inside = row >= 0 && row < picture.height() && column >= 0 && column < picture.width();
    return inside ? picture.level(row, column, channel) : 0;
  }
}
