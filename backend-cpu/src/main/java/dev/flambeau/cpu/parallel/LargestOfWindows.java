package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Window;
import java.util.Arrays;
import java.util.List;

/**
 * The largest element of each window, and where it stands: a row of positions after the other, and
 * for a row tap after tap, so that the innermost loop has no bounds to look at.
 */
public final class LargestOfWindows {
  /** Stands for the place of what is not there yet. */
  public static final float NONE = -1;

  /** So many elements of a plane have numbers that are floats. */
  static final int MOST = 1 << 24;

  private static final int SLACK = 16;

  private final Planes planes;
  private final Tap tap;
  private final ObjectPool<Row> scratch;
  private final int width;
  private final int positions;
  private final float[] x;
  private final int from;
  private final float[] y;
  private final int to;
  private final int[] places;
  private final int toPlaces;

  LargestOfWindows(Planes planes, Tap tap, View input, List<View> outputs) {
    this.planes = planes;
    this.tap = tap;
    width = planes.sizes().size(2);
    positions = planes.positions().size(2);
    scratch = new ObjectPool<>(() -> Row.of(positions));
    x = HostBuffer.floats(input);
    from = input.offset();
    y = HostBuffer.floats(outputs.get(0));
    to = outputs.get(0).offset();
    places = HostBuffer.ints(outputs.get(1));
    toPlaces = outputs.get(1).offset();
  }

  /** Does some rows of positions, counted through all planes. */
  void rows(int first, int end) {
    int depths = planes.positions().size(0);
    int heights = planes.positions().size(1);
    Row result = scratch.take();
    for (int row = first; row < end; row++) {
      Arrays.fill(result.places, 0, positions, NONE);
      row(row / heights / depths, row / heights % depths, row % heights, result);
      System.arraycopy(result.largest, 0, y, to + row * positions, positions);
      for (int o = 0; o < positions; o++) {
        places[toPlaces + row * positions + o] = (int) result.places[o];
      }
    }
    scratch.give(result);
  }

  private void row(int plane, int z, int v, Row result) {
    Window.Axis depth = planes.axes().get(0);
    Window.Axis height = planes.axes().get(1);
    int start = from + plane * planes.elements();
    for (int kz = 0; kz < depth.kernel(); kz++) {
      int atZ = z * depth.stride() + kz * depth.dilation() - depth.before();
      for (int ky = 0; ky < height.kernel(); ky++) {
        int atY = v * height.stride() + ky * height.dilation() - height.before();
        if (isIn(atZ, 0) && isIn(atY, 1)) {
          line(start, (atZ * planes.sizes().size(1) + atY) * width, result);
        }
      }
    }
  }

  private boolean isIn(int at, int axis) {
    return at >= 0 && at < planes.sizes().size(axis);
  }

  /** Takes one row of elements, tap by tap. */
  private void line(int start, int line, Row result) {
    Window.Axis axis = planes.axes().get(2);
    int stride = axis.stride();
    for (int k = 0; k < axis.kernel(); k++) {
      int shift = k * axis.dilation() - axis.before();
      int first = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
      int end = Math.min(positions, Math.floorDiv(width - 1 - shift, stride) + 1);
      int place = line + shift;
      tap.take(x, start + place, place, stride, result.largest, result.places, first, end);
    }
  }

  /** Takes what one tap lies on at the positions of a row. */
  @FunctionalInterface
  public interface Tap {
    /**
     * Puts a value in the place of the largest so far, and its place beside it, where it is larger
     * or the first.
     *
     * @param places as floats, which they are less than 2²⁴ for
     * @param at where the first position's value lies in x
     * @param place the same in the plane
     * @param stride from one position's value to the next
     * @param first position, of those from 0 to before {@code end}
     */
    void take(
        float[] x,
        int at,
        int place,
        int stride,
        float[] largest,
        float[] places,
        int first,
        int end);
  }

  /** Takes them one by one. */
  public static void take(
      float[] x,
      int at,
      int place,
      int stride,
      float[] largest,
      float[] places,
      int first,
      int end) {
    for (int o = first; o < end; o++) {
      float value = x[at + o * stride];
      float before = largest[o];
      if (places[o] == NONE || value > before || value != value && before == before) {
        largest[o] = value;
        places[o] = place + o * stride;
      }
    }
  }

  /** A row of results, with room for a vector behind it. */
  private record Row(float[] largest, float[] places) {
    static Row of(int positions) {
      return new Row(new float[positions + SLACK], new float[positions + SLACK]);
    }
  }
}
