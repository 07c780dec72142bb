package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/** A part of a picture: where it begins, and how large it is. */
record Window(int row, int column, int height, int width) {
  /** All of a picture. */
  static Window of(Picture picture) {
    return new Window(0, 0, picture.height(), picture.width());
  }

  /** A window in the middle; of an odd rest the half is rounded to even, as torchvision does. */
  static Window centred(Picture picture, int height, int width) {
    return new Window(
        half(picture.height() - height), half(picture.width() - width), height, width);
  }

  private static int half(int rest) {
    return (int) Math.rint(rest / 2.0);
  }

  /** A window at random, the row drawn before the column. */
  static Window drawn(Picture picture, int height, int width, Draws draws) {
    int row = draws.below(picture.height() - height + 1);
    int column = draws.below(picture.width() - width + 1);
    return new Window(row, column, height, width);
  }

  /** What a picture has there. */
  Picture cut(Picture picture) {
    int channels = picture.channels();
    byte[] bytes = new byte[height * width * channels];
    for (int i = 0; i < height; i++) {
      int from = ((row + i) * picture.width() + column) * channels;
      System.arraycopy(picture.bytes(), from, bytes, i * width * channels, width * channels);
    }
    return new Picture(bytes, height, width, channels);
  }

  @Override
  public String toString() {
    return width + " x " + height;
  }
}
