package dev.flambeau.cpu.convolution;

import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.op.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Some channels of images as a matrix of results: a row a channel, and as columns the positions of
 * all images, one after the other, which may be every so many elements of each axis.
 *
 * @param array where they lie
 * @param offset the first channel's first element in the first image
 * @param channels of the whole images
 * @param firstChannel which one that channel is
 * @param sizes of an image, three of them
 * @param first the first position along each axis
 * @param step from one position to the next along each axis
 * @param counts how many positions there are along each axis
 */
record ImageTarget(
    float[] array,
    int offset,
    int channels,
    int firstChannel,
    Shape sizes,
    int[] first,
    int[] step,
    Shape counts) {

  /** All elements of some channels. */
  static ImageTarget dense(float[] array, int offset, int channels, int firstChannel, Shape sizes) {
    int[] none = {0, 0, 0};
    int[] each = {1, 1, 1};
    return new ImageTarget(array, offset, channels, firstChannel, sizes, none, each, sizes);
  }

  /** Of a single position the step is told too, and so must not be taken for one of 1. */
  private boolean isDense() {
    return sizes.equals(counts) && step[0] == 1 && step[1] == 1 && step[2] == 1;
  }

  /** Whether so many columns from one on lie side by side. */
  boolean isOneRun(int column, int columns) {
    return isDense() && column % sizes.elements() + columns <= sizes.elements();
  }

  /** Where a row has a column. */
  int at(int row, int column) {
    return place(column) + row * sizes.elements();
  }

  /**
   * Puts sums in their places, or adds them to those of the leaves before, and then a number.
   *
   * @param sums row by row from one on, {@code stride} from each other
   * @param row the first row that they belong to
   * @param column the first column
   * @param isFirst whether there is no leaf before
   * @param last what is added after the last leaf, a number for each row; if it is one, and if
   *     there is any
   */
  void store(
      float[] sums,
      int from,
      int stride,
      int row,
      int column,
      int rows,
      int columns,
      boolean isFirst,
      float @Nullable [] last,
      int atLast) {
    int perRun = isDense() ? counts.elements() : counts.size(2);
    int done = 0;
    while (done < columns) {
      int position = column + done;
      int count = Math.min(columns - done, perRun - position % perRun);
      int at = at(row, position);
      for (int i = 0; i < rows; i++) {
        float term = last == null ? -0f : last[atLast + row + i]; // −0 changes no sum
        int to = at + i * sizes.elements();
        if (isFirst) {
          put(sums, from + i * stride + done, to, count, term);
        } else {
          add(sums, from + i * stride + done, to, count, term);
        }
      }
      done += count;
    }
  }

  private void put(float[] sums, int from, int to, int count, float term) {
    int apart = step[2];
    if (apart == 1) {
      for (int j = 0; j < count; j++) {
        array[to + j] = sums[from + j] + term;
      }
      return;
    }
    for (int j = 0; j < count; j++) {
      array[to + j * apart] = sums[from + j] + term;
    }
  }

  private void add(float[] sums, int from, int to, int count, float term) {
    int apart = step[2];
    for (int j = 0; j < count; j++) {
      array[to + j * apart] = array[to + j * apart] + sums[from + j] + term;
    }
  }

  /** Does an epilogue for some columns of so many rows, over the matrix of all channels' rows. */
  void then(Epilogue.Part part, int column, int columns, int rows) {
    int done = 0;
    while (done < columns) {
      int image = (column + done) / sizes.elements();
      int inImage = (column + done) % sizes.elements();
      int count = Math.min(columns - done, sizes.elements() - inImage);
      part.run(image * channels + firstChannel, inImage, rows, count);
      done += count;
    }
  }

  private int place(int position) {
    int inImage = position % counts.elements();
    int x = inImage % counts.size(2) * step[2] + first[2];
    int y = inImage / counts.size(2) % counts.size(1) * step[1] + first[1];
    int z = inImage / counts.size(2) / counts.size(1) * step[0] + first[0];
    int image = position / counts.elements() * channels * sizes.elements();
    return offset + image + (z * sizes.size(1) + y) * sizes.size(2) + x;
  }
}
