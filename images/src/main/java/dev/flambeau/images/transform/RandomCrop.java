package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/**
 * A part of a picture at random; each place is as likely.
 *
 * @param padding rows and columns of level 0 around the picture before
 */
public record RandomCrop(int height, int width, int padding) implements Transform {
  /**
   * @throws dev.flambeau.images.PictureException if a size is less than 1, or padding negative
   */
  public RandomCrop {
    Given.size("RandomCrop", height);
    Given.size("RandomCrop", width);
    Given.within("RandomCrop", "padding", padding, 0, 1 << 14);
  }

  /** A square, of the picture as it is. */
  public RandomCrop(int size) {
    this(size, size, 0);
  }

  /** This crop of a picture with so many rows and columns of level 0 around it. */
  public RandomCrop padding(int around) {
    return new RandomCrop(height, width, around);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    Picture padded = padded(picture);
    Given.fits("RandomCrop", padded, height, width, "Put a Resize before it, or take padding(…).");
    return Window.drawn(padded, height, width, draws).cut(padded);
  }

  private Picture padded(Picture picture) {
    if (padding == 0) {
      return picture;
    }
    int channels = picture.channels();
    int wide = picture.width() + 2 * padding;
    int high = picture.height() + 2 * padding;
    byte[] bytes = new byte[high * wide * channels];
    int rowBytes = picture.width() * channels;
    for (int row = 0; row < picture.height(); row++) {
      int to = ((row + padding) * wide + padding) * channels;
      System.arraycopy(picture.bytes(), row * rowBytes, bytes, to, rowBytes);
    }
    return new Picture(bytes, high, wide, channels);
  }
}
