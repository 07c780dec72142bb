package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;
import dev.flambeau.images.PictureException;

/** The checks of what a caller hands to a transform. */
final class Given {
  private Given() {}

  /**
   * @throws PictureException if a size is less than 1
   */
  static int size(String transform, int size) {
    if (size < 1) {
      throw new PictureException(transform + ": sizes are 1 or more, was given " + size + ".");
    }
    return size;
  }

  /**
   * @throws PictureException if a number is not in [low, high]
   */
  static double within(String transform, String what, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new PictureException(
          transform
              + ": "
              + what
              + " is from "
              + low
              + " to "
              + high
              + ", was given "
              + value
              + ".");
    }
    return value;
  }

  /**
   * @throws PictureException if a pair is not above 0 and in order
   */
  static void range(String transform, String what, double low, double high) {
    if (!(low > 0 && low <= high && high < Double.POSITIVE_INFINITY)) {
      throw new PictureException(
          transform
              + ": "
              + what
              + " goes from a number above 0 to one that is not less, was given "
              + low
              + " and "
              + high
              + ".");
    }
  }

  /**
   * @throws PictureException if a part is larger than the picture
   */
  static void fits(String transform, Picture picture, int height, int width, String wayOut) {
    if (picture.height() < height || picture.width() < width) {
      throw new PictureException(
          transform
              + ": cannot cut "
              + width
              + " x "
              + height
              + " from "
              + picture
              + ". "
              + wayOut);
    }
  }
}
