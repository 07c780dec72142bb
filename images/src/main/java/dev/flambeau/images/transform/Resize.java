package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;

/**
 * Another size, by bilinear interpolation without a filter against aliasing: {@code
 * F.interpolate(…, mode="bilinear", align_corners=False)}, rounded to levels. A picture that shall
 * be much smaller loses what lies between the pixels that are looked at.
 *
 * @param height rows, or 0 where {@code width} is the shorter side
 * @param width columns, or the shorter side
 */
public record Resize(int height, int width) implements Transform {
  private static final int MOST = 1 << 15;

  /**
   * @throws PictureException if a size is negative, 0 for the width, or above 2¹⁵
   */
  public Resize {
    Given.size("Resize", width);
    Given.within("Resize", "a size", Math.max(height, width), 1, MOST);
    Given.within("Resize", "a height", height, 0, MOST);
  }

  /** The shorter side of this size, and the other one, size · long div short, in proportion. */
  public Resize(int size) {
    this(0, size);
  }

  @Override
  public Picture apply(Picture picture, Draws draws) {
    Window all = Window.of(picture);
    if (height > 0) {
      return Bilinear.resize(picture, all, height, width);
    }
    boolean wide = picture.width() >= picture.height();
    long longer = wide ? picture.width() : picture.height();
    long other = width * longer / (wide ? picture.height() : picture.width());
    if (other > MOST) {
      throw new PictureException(
          "Resize: the longer side of "
              + picture
              + " would have "
              + other
              + " pixels, more than "
              + MOST
              + ". Put a CenterCrop before it.");
    }
    return wide
        ? Bilinear.resize(picture, all, width, (int) other)
        : Bilinear.resize(picture, all, (int) other, width);
  }
}
