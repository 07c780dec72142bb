package dev.flambeau.cpu.convolution;

import dev.flambeau.op.Planes;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Window;
import java.util.Arrays;

/**
 * Where the rows of a plane come to lie in the padded one. It is computed once, since images have
 * many short rows, which divisions cost more than copying them does.
 */
final class PaddedRows {
  private static final int NOWHERE = -1;

  private final int width;
  private final int stride;

  /** The padded plane's elements. */
  private final int plane;

  /** For each row where what has the remainder 0 begins, or that no tap lies on it. */
  private final int[] starts;

  /**
   * For each remainder along a row that a tap lies on: the first element that has it, how many do,
   * and how far behind the row's start it comes to lie.
   */
  private final int[] firsts;

  private final int[] counts;
  private final int[] places;

  /** Whether the padded plane is the plane. */
  private final boolean isCopy;

  /**
   * @param part sizes of a part of the padded plane, whose elements have one remainder
   * @param plane how many elements the padded plane has
   */
  PaddedRows(Planes planes, Shape part, Remainders[] remainders, int plane) {
    this.plane = plane;
    Window.Axis depth = planes.axes().get(0);
    Window.Axis height = planes.axes().get(1);
    Window.Axis along = planes.axes().get(2);
    width = planes.sizes().size(2);
    stride = along.stride();
    starts = new int[planes.sizes().elements(0, 2)];
    for (int row = 0; row < starts.length; row++) {
      int z = row / planes.sizes().size(1) + depth.before();
      int y = row % planes.sizes().size(1) + height.before();
      int ofZ = remainders[0].number(z);
      int ofY = remainders[1].number(y);
      boolean isSeen =
          ofZ >= 0
              && ofY >= 0
              && z / depth.stride() < part.size(0)
              && y / height.stride() < part.size(1);
      int number = (ofZ * remainders[1].count() + ofY) * remainders[2].count();
      int inPart = (z / depth.stride() * part.size(1) + y / height.stride()) * part.size(2);
      starts[row] = isSeen ? number * part.elements() + inPart : NOWHERE;
    }
    int[] seen = remainders[2].seen();
    int begin = Math.max(0, -along.before());
    int end = (int) Math.min(width, (long) part.size(2) * stride - along.before());
    firsts = new int[seen.length];
    counts = new int[seen.length];
    places = new int[seen.length];
    for (int i = 0; i < seen.length; i++) {
      firsts[i] = begin + Math.floorMod(seen[i] - begin - along.before(), stride);
      counts[i] = (int) Math.max(0, ((long) end - firsts[i] + stride - 1) / stride);
      places[i] = i * part.elements() + (firsts[i] + along.before()) / stride;
    }
    boolean isOnePart = plane == part.elements() && part.equals(planes.sizes());
    isCopy = isOnePart && planes.axes().stream().allMatch(axis -> axis.before() == 0);
  }

  /** Whether the padded plane is the plane. */
  boolean isCopy() {
    return isCopy;
  }

  /** Copies some planes, one behind the other, with +0 around them. */
  void fill(float[] images, int from, float[] into, int to, int count) {
    if (isCopy) {
      System.arraycopy(images, from, into, to, count * plane);
      return;
    }
    Arrays.fill(into, to, to + count * plane, 0f);
    int ofPlane = starts.length * width;
    for (int i = 0; i < count; i++) {
      for (int row = 0; row < starts.length; row++) {
        if (starts[row] != NOWHERE) {
          int start = to + i * plane + starts[row];
          fillRow(images, from + i * ofPlane + row * width, into, start);
        }
      }
    }
  }

  private void fillRow(float[] images, int from, float[] into, int start) {
    for (int i = 0; i < firsts.length; i++) {
      if (stride == 1) {
        System.arraycopy(images, from + firsts[i], into, start + places[i], counts[i]);
      } else {
        gather(images, from + firsts[i], stride, into, start + places[i], counts[i]);
      }
    }
  }

  private static void gather(
      float[] images, int from, int stride, float[] into, int to, int count) {
    for (int x = 0; x < count; x++) {
      into[to + x] = images[from + x * stride];
    }
  }
}
