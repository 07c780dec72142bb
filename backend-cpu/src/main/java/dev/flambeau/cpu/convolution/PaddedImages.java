package dev.flambeau.cpu.convolution;

import dev.flambeau.backend.OutOfDeviceMemoryException;
import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Window;

/**
 * Images with their padding around them, so that a window reads no case distinction: tap k of
 * position q is the element {@code tap(k) + place(q)}.
 *
 * <p>Along an axis with a stride, elements lie apart by their remainder: those that a tap lies on
 * at one position after the other are then side by side, as they are without a stride.
 */
final class PaddedImages {
  /** Floats behind the last one that may be read, and are not used. */
  static final int SLACK = 64;

  /** Floats of a few images that stay in the second-level cache beside all else. */
  static final int HELD = 1 << 17;

  private static final int AXES = Window.MOST_AXES;

  private final Planes planes;
  private final int channels;

  /** Sizes of a part of a plane, whose elements have one remainder, and of a whole plane. */
  private final Shape part;

  private final int plane;
  private final Remainders[] remainders = new Remainders[AXES];
  private final PaddedRows rows;

  /**
   * Images of a shape as a window passes over them.
   *
   * @param images {@code (N, C, size…)}
   */
  PaddedImages(Window window, Shape images) {
    planes = Planes.of(window, images);
    channels = images.size(1);
    int[] sizes = new int[AXES];
    int parts = 1;
    for (int i = 0; i < AXES; i++) {
      Window.Axis axis = planes.axes().get(i);
      long spanned = (planes.positions().size(i) - 1L) * axis.stride() + axis.span();
      sizes[i] = (int) ((spanned + axis.stride() - 1) / axis.stride());
      remainders[i] = Remainders.of(axis);
      parts *= remainders[i].count();
    }
    part = Shape.of(sizes);
    plane = atMost((long) parts * part.elements());
    rows = new PaddedRows(planes, part, remainders, plane);
  }

  /** How many floats hold them all. */
  int floats() {
    return atMost((long) planes.count() * plane + SLACK);
  }

  private static int atMost(long floats) {
    if (floats > Integer.MAX_VALUE) {
      throw new OutOfDeviceMemoryException(
          "cpu: images with their padding take "
              + floats
              + " floats, more than the 2147483647 of the longest array. Use a smaller batch.");
    }
    return (int) floats;
  }

  /**
   * Whether images need no copy: they have no padding, and where something is read behind the last
   * one, their array goes on there.
   *
   * @param isExact whether nothing is
   */
  boolean arePlain(View view, boolean isExact) {
    boolean hasSlack = view.offset() <= HostBuffer.floats(view).length - floats();
    return rows.isCopy() && (isExact || hasSlack);
  }

  /** How many positions the window has over all images. */
  int positions() {
    return images() * ofImage();
  }

  /** How many positions it has over one. */
  int ofImage() {
    return planes.positions().elements();
  }

  /** How many positions lie in a row. */
  int ofRow() {
    return planes.positions().size(AXES - 1);
  }

  /** How far the rows of positions of one plane are from each other. */
  int pitch() {
    return part.size(AXES - 1);
  }

  /** How many rows of positions lie in a plane of two axes. */
  int rowsOfPlane() {
    return planes.positions().size(1);
  }

  /** How many such planes of positions an image has. */
  int planesOfImage() {
    return planes.positions().size(0);
  }

  /** How many images there are. */
  int images() {
    return planes.count() / Math.max(1, channels);
  }

  /** How many floats a padded plane has. */
  int plane() {
    return plane;
  }

  /** Where the plane of a channel begins. */
  int plane(int image, int channel) {
    return (image * channels + channel) * plane;
  }

  /** Where the first tap of a position lies in the first channel. */
  int place(int position) {
    return plane(position / ofImage(), 0) + inPlane(position);
  }

  /** Where it lies in a plane. */
  int inPlane(int position) {
    int inImage = position % ofImage();
    int x = inImage % ofRow();
    int row = inImage / ofRow();
    int y = row % planes.positions().size(1);
    int z = row / planes.positions().size(1);
    return inPart(z, y, x);
  }

  private int inPart(int z, int y, int x) {
    return (z * part.size(1) + y) * part.size(2) + x;
  }

  /** How much further each tap lies than the first: channel by channel, each tap of the window. */
  int[] taps(int firstChannel, int count) {
    int[] taps = new int[count * planes.taps()];
    int k = 0;
    for (int c = firstChannel; c < firstChannel + count; c++) {
      for (int z = 0; z < planes.axes().get(0).kernel(); z++) {
        for (int y = 0; y < planes.axes().get(1).kernel(); y++) {
          for (int x = 0; x < planes.axes().get(2).kernel(); x++) {
            taps[k++] = plane(0, c) + at(tapped(0, z), tapped(1, y), tapped(2, x));
          }
        }
      }
    }
    return taps;
  }

  private int tapped(int axis, int tap) {
    return tap * planes.axes().get(axis).dilation();
  }

  /** Where an element of a padded plane lies in it. */
  private int at(int z, int y, int x) {
    int strideZ = planes.axes().get(0).stride();
    int strideY = planes.axes().get(1).stride();
    int strideX = planes.axes().get(2).stride();
    int ofY = remainders[0].number(z) * remainders[1].count() + remainders[1].number(y);
    int number = ofY * remainders[2].count() + remainders[2].number(x);
    return number * part.elements() + inPart(z / strideZ, y / strideY, x / strideX);
  }

  /** How many floats a padded image has. */
  int image() {
    return channels * plane;
  }

  /**
   * Copies some images, from one on, with +0 around them.
   *
   * @param from where the first of all begins
   */
  void fill(float[] images, int from, float[] into, int first, int count) {
    int at = from + first * channels * planes.elements();
    rows.fill(images, at, into, 0, count * channels);
  }

  /** Copies images, which begin at an element, with +0 around them. */
  void fill(float[] images, int from, float[] into, Workers workers) {
    workers.split(
        planes.count(),
        (long) planes.count() * plane / 8,
        (first, end) ->
            rows.fill(images, from + first * planes.elements(), into, first * plane, end - first));
  }
}
