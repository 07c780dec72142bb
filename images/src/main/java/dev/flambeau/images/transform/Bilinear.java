package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/**
 * Another size of a part of a picture, by bilinear interpolation: docs/numerics.md, "Pictures".
 * Pixels are squares with their values in the middle, as PyTorch has it with {@code
 * align_corners=False}. Weights are whole numbers over 2 · size, so each level is an exact fraction
 * and is rounded once.
 */
final class Bilinear {
  private Bilinear() {}

  /** Where the pixels of one axis come from. */
  private record Axis(int[] first, int[] second, int[] share) {
    /**
     * From n pixels to others: pixel o lies at ((2o + 1) · n − others) / (2 · others), not before
     * pixel 0; {@code share} is how much of the second one counts, of 2 · others.
     */
    static Axis of(int from, int n, int others) {
      int[] first = new int[others];
      int[] second = new int[others];
      int[] share = new int[others];
      long whole = 2L * others;
      for (int o = 0; o < others; o++) {
        long at = Math.max(0, (2L * o + 1) * n - others);
        first[o] = from + (int) (at / whole);
        second[o] = from + Math.min((int) (at / whole) + 1, n - 1);
        share[o] = (int) (at % whole);
      }
      return new Axis(first, second, share);
    }
  }

  static Picture resize(Picture picture, Window part, int height, int width) {
    if (part.height() == height && part.width() == width) {
      return part.cut(picture);
    }
    Axis rows = Axis.of(part.row(), part.height(), height);
    Axis columns = Axis.of(part.column(), part.width(), width);
    int channels = picture.channels();
    int rowLength = width * channels;
    byte[] bytes = new byte[height * rowLength];
    long[] upper = new long[rowLength];
    long[] lower = new long[rowLength];
    long wholeRow = 2L * height;
    long whole = wholeRow * 2 * width;
    for (int y = 0; y < height; y++) {
      stretch(picture, rows.first[y], columns, upper);
      stretch(picture, rows.second[y], columns, lower);
      long share = rows.share[y];
      for (int i = 0; i < rowLength; i++) {
        long sum = (wholeRow - share) * upper[i] + share * lower[i];
        // The quotient of doubles is exact enough: sum / whole is below 256, and 1 / whole or more
        // from the next whole number unless it is one.
        bytes[y * rowLength + i] = (byte) (int) ((double) (sum + whole / 2) / whole);
      }
    }
    return new Picture(bytes, height, width, channels);
  }

  /** A row at its new width, times 2 · width. */
  private static void stretch(Picture picture, int row, Axis columns, long[] stretched) {
    byte[] bytes = picture.bytes();
    int channels = picture.channels();
    int from = row * picture.width();
    int width = columns.share.length;
    for (int x = 0; x < width; x++) {
      int first = (from + columns.first[x]) * channels;
      int second = (from + columns.second[x]) * channels;
      int share = columns.share[x];
      for (int c = 0; c < channels; c++) {
        stretched[x * channels + c] =
            (2L * width - share) * (bytes[first + c] & 0xFF)
                + (long) share * (bytes[second + c] & 0xFF);
      }
    }
  }
}
