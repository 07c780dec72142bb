package dev.flambeau.cpu.parallel;

import dev.flambeau.op.Planes;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Window;
import java.util.Arrays;
import java.util.function.ToIntFunction;

/**
 * Elements of planes as sums of what the windows give that cover them: position by position, so
 * that each is a chain in their order.
 */
final class WindowSums {
  private final Planes planes;
  private final float[] y;
  private final int to;

  WindowSums(Planes planes, float[] y, int to) {
    this.planes = planes;
    this.y = y;
    this.to = to;
  }

  private int begin(int plane) {
    int start = to + plane * planes.elements();
    Arrays.fill(y, start, start + planes.elements(), 0f);
    return start;
  }

  /** Adds each value to the element at its place, if a tap of its window lies on that. */
  void unpool(float[] values, int from, int[] places, int fromPlaces, int first, int end) {
    int positions = planes.positions().elements();
    int rows = planes.positions().elements(0, 2);
    int columns = planes.positions().size(2);
    boolean isFlat = isFlat();
    for (int plane = first; plane < end; plane++) {
      int start = begin(plane);
      for (int row = 0; row < rows; row++) {
        int at = plane * positions + row * columns;
        if (isFlat) {
          unpoolRow(values, from + at, places, fromPlaces + at, start, row);
          continue;
        }
        for (int o = 0; o < columns; o++) {
          int place = places[fromPlaces + at + o];
          if (planes.hasTap(row * columns + o, place)) {
            y[start + place] += values[from + at + o];
          }
        }
      }
    }
  }

  /** Whether windows are rectangles without gaps, of one plane. */
  private boolean isFlat() {
    return planes.axes().get(0).kernel() == 1
        && planes.sizes().size(0) == 1
        && planes.axes().get(1).dilation() == 1
        && planes.axes().get(2).dilation() == 1;
  }

  private void unpoolRow(
      float[] values, int from, int[] places, int fromPlaces, int start, int row) {
    Window.Axis height = planes.axes().get(1);
    Window.Axis width = planes.axes().get(2);
    int across = planes.sizes().size(2);
    int stride = width.stride();
    int top = Math.max(0, row * height.stride() - height.before());
    int bottom =
        Math.min(planes.sizes().size(1), row * height.stride() - height.before() + height.kernel());
    for (int o = 0; o < planes.positions().size(2); o++) {
      int atX = o * stride - width.before();
      int left = Math.max(0, atX);
      int taps = Math.min(across, atX + width.kernel()) - left;
      int place = places[fromPlaces + o];
      int isItsOwn = 0;
      for (int v = top; v < bottom; v++) { // without a branch: which row it is nobody can foresee
        int behind = place - v * across - left;
        isItsOwn |= ~(behind | (taps - 1 - behind)); // its sign is that of neither being negative
      }
      if (isItsOwn < 0) {
        y[start + place] += values[from + o];
      }
    }
  }

  /** Adds each tap's values to the elements that it lies on. */
  void fold(float[] windows, int from, boolean reversed, int first, int end) {
    int positions = planes.positions().elements();
    int taps = planes.taps();
    int[] places = places(planes.positions(), Window.Axis::stride);
    int[] behind = places(kernel(), Window.Axis::dilation);
    boolean isOne = positions == 1 && taps == planes.elements() && !reversed;
    for (int plane = first; plane < end; plane++) {
      int start = begin(plane);
      int values = from + plane * taps * positions;
      if (isOne) {
        add(windows, values, y, start, taps);
        continue;
      }
      int given = reversed ? values + (taps - 1) * positions : values;
      int step = reversed ? -positions : positions;
      for (int o = 0; o < positions; o++) {
        add(windows, given + o, step, behind, y, start + places[o]);
      }
    }
  }

  private static void add(float[] values, int from, float[] y, int to, int count) {
    for (int i = 0; i < count; i++) {
      y[to + i] += values[from + i];
    }
  }

  private static void add(float[] values, int from, int step, int[] behind, float[] y, int to) {
    for (int tap = 0; tap < behind.length; tap++) {
      y[to + behind[tap]] += values[from + tap * step];
    }
  }

  private Shape kernel() {
    return Shape.of(planes.axes().stream().mapToInt(Window.Axis::kernel).toArray());
  }

  /**
   * Where the first element of each window lies, or each tap of one: computed once for all planes,
   * since it takes divisions.
   *
   * @param apart how far neighbours along an axis are from each other
   */
  private int[] places(Shape counts, ToIntFunction<Window.Axis> apart) {
    int[] places = new int[counts.elements()];
    for (int i = 0; i < places.length; i++) {
      int rest = i;
      int ofAxis = 1;
      for (int axis = Window.MOST_AXES - 1; axis >= 0; axis--) {
        int number = rest % counts.size(axis);
        places[i] += ofAxis * number * apart.applyAsInt(planes.axes().get(axis));
        rest /= counts.size(axis);
        ofAxis *= planes.sizes().size(axis);
      }
    }
    return places;
  }
}
