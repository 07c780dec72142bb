package dev.flambeau.images.transform;

import dev.flambeau.images.Picture;

/**
 * Another size of a part of a picture, by bilinear interpolation: docs/numerics.md, "Pictures".
 * Pixels are squares with their values in the middle, as PyTorch has it with {@code
 * align_corners=False}. Weights are whole numbers over 2 · size, so each level is an exact fraction
 * and is rounded once.
 *
 * <p>Doubles hold these whole numbers, all below 2⁴¹, exactly. The quotient is below 256, and
 * unless it is a whole number it is 2⁻³² or more away from the next one: no rounding of a double
 * gets there.
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
    double[] upper = new double[rowLength];
    double[] lower = new double[rowLength];
    long wholeRow = 2L * height;
    double whole = (double) wholeRow * 2 * width;
    for (int y = 0; y < height; y++) {
      if (y == 0 || rows.first[y] != rows.first[y - 1]) {
        stretch(picture, rows.first[y], columns, upper);
      }
      if (y == 0 || rows.second[y] != rows.second[y - 1]) {
        stretch(picture, rows.second[y], columns, lower);
      }
      double below = rows.share[y];
      double above = wholeRow - below;
      for (int i = 0; i < rowLength; i++) {
        double sum = above * upper[i] + below * lower[i] + whole / 2;
        bytes[y * rowLength + i] = (byte) (int) (sum / whole);
      }
    }
    return new Picture(bytes, height, width, channels);
  }

  /** A row at its new width, times 2 · width. */
  private static void stretch(Picture picture, int row, Axis columns, double[] stretched) {
    byte[] bytes = picture.bytes();
    int channels = picture.channels();
    int from = row * picture.width();
    int width = columns.share.length;
    for (int x = 0; x < width; x++) {
      int first = (from + columns.first[x]) * channels;
      int second = (from + columns.second[x]) * channels;
      int right = columns.share[x];
      int left = 2 * width - right;
      for (int c = 0; c < channels; c++) {
        stretched[x * channels + c] =
            left * (bytes[first + c] & 0xFF) + right * (bytes[second + c] & 0xFF);
      }
    }
  }
}
