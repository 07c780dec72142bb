package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/** Pictures mirrored. */
final class Flips {
  private Flips() {}

  /** The columns in reverse order. */
  static Picture columns(Picture picture) {
    int width = picture.width();
    int channels = picture.channels();
    byte[] bytes = new byte[picture.bytes().length];
    for (int row = 0; row < picture.height(); row++) {
      for (int column = 0; column < width; column++) {
        int from = (row * width + width - 1 - column) * channels;
        int to = (row * width + column) * channels;
        for (int channel = 0; channel < channels; channel++) {
          bytes[to + channel] = picture.bytes()[from + channel];
        }
      }
    }
    return new Picture(bytes, picture.height(), width, channels);
  }

  /** The rows in reverse order. */
  static Picture rows(Picture picture) {
    int length = picture.width() * picture.channels();
    byte[] bytes = new byte[picture.bytes().length];
    for (int row = 0; row < picture.height(); row++) {
      int from = (picture.height() - 1 - row) * length;
      System.arraycopy(picture.bytes(), from, bytes, row * length, length);
    }
    return new Picture(bytes, picture.height(), picture.width(), picture.channels());
  }
}
