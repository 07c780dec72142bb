package dev.flambeau.images;

import java.util.OptionalInt;

/**
 * A file whose parts have been looked through, before anything is decoded.
 *
 * @param format which of Java's readers decodes it
 * @param content what the reader is given: the parts that pixels need
 * @param height rows of the picture, as stored
 * @param width columns
 * @param row the picture's row where the decoded pixels begin, 0 but for a GIF
 * @param column the picture's column where they begin
 * @param orientation what is done when it has been decoded
 */
record Encoded(
    Format format,
    Content content,
    int height,
    int width,
    int row,
    int column,
    Orientation orientation) {

  static Encoded of(Format format, Content content, long height, long width) {
    return of(format, content, height, width, Orientation.UPRIGHT);
  }

  static Encoded of(
      Format format, Content content, long height, long width, Orientation orientation) {
    if (height > Integer.MAX_VALUE || width > Integer.MAX_VALUE) {
      throw content.damaged("it claims " + Picture.size(height, width) + " pixels");
    }
    return new Encoded(format, content, (int) height, (int) width, 0, 0, orientation);
  }

  long pixels() {
    return (long) height * width;
  }

  /**
   * The pixels as they are stored, those that are transparent on a ground.
   *
   * @throws PictureException if they cannot be decoded, or there is no ground and needs to be
   */
  Picture decode(OptionalInt ground) {
    Ground below = new Ground(ground, content.name());
    Picture decoded = new StoredPixels(JavaReader.read(this), below).picture();
    if (decoded.height() == height && decoded.width() == width) {
      return decoded;
    }
    if (row + decoded.height() > height || column + decoded.width() > width) {
      throw content.damaged("its parts tell different sizes");
    }
    return laid(decoded.rgb(), below);
  }

  /** What the frame does not cover is transparent. */
  private Picture laid(Picture frame, Ground below) {
    byte[] all = new byte[height * width * 3];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) below.level(i % 3);
    }
    int rowBytes = frame.width() * 3;
    for (int i = 0; i < frame.height(); i++) {
      System.arraycopy(
          frame.bytes(), i * rowBytes, all, ((row + i) * width + column) * 3, rowBytes);
    }
    return new Picture(all, height, width, 3);
  }
}
