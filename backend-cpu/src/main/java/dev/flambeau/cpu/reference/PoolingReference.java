package dev.flambeau.cpu.reference;

import dev.flambeau.backend.View;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Shape;
import dev.flambeau.op.Window;
import java.util.List;

/** Windows that pass over planes, position by position and tap by tap: numerics.md, "Pooling". */
final class PoolingReference {
  /** Where a tap lies beyond the plane. */
  private static final int PADDING = -1;

  private PoolingReference() {}

  static void maxPool(Pooling.MaxPool op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), inputs.get(0).type().shape());
    Elements x = Elements.of(inputs.get(0));
    Elements y = Elements.of(outputs.get(0));
    Elements places = Elements.of(outputs.get(1));
    int positions = planes.positions().elements();
    for (int plane = 0; plane < planes.count(); plane++) {
      for (int o = 0; o < positions; o++) {
        int place = largest(planes, x, plane * planes.elements(), o);
        y.set(plane * positions + o, x.get(plane * planes.elements() + place));
        places.set(plane * positions + o, place);
      }
    }
  }

  /** The first of the largest, or the first NaN. */
  private static int largest(Planes planes, Elements x, int start, int position) {
    int best = PADDING;
    for (int tap = 0; tap < planes.taps(); tap++) {
      int place = place(planes, position, tap);
      if (place == PADDING) {
        continue;
      }
      double value = x.get(start + place);
      double largest = best == PADDING ? value : x.get(start + best);
      boolean isNew = value > largest || Double.isNaN(value) && !Double.isNaN(largest);
      best = best == PADDING || isNew ? place : best;
    }
    return best;
  }

  static void maxUnpool(Pooling.MaxUnpool op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), outputs.get(0).type().shape());
    Elements values = Elements.of(inputs.get(0));
    Elements places = Elements.of(inputs.get(1));
    Sums sums = new Sums(outputs.get(0));
    int positions = planes.positions().elements();
    for (int i = 0; i < planes.count() * positions; i++) {
      for (int tap = 0; tap < planes.taps(); tap++) {
        int place = place(planes, i % positions, tap);
        if (place != PADDING && place == (int) places.get(i)) {
          sums.add(i / positions * planes.elements() + place, values.get(i));
        }
      }
    }
    sums.store();
  }

  static void maxTake(Pooling.MaxTake op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), inputs.get(0).type().shape());
    Elements x = Elements.of(inputs.get(0));
    Elements places = Elements.of(inputs.get(1));
    Elements y = Elements.of(outputs.get(0));
    int positions = planes.positions().elements();
    for (int i = 0; i < planes.count() * positions; i++) {
      y.set(i, 0);
      for (int tap = 0; tap < planes.taps(); tap++) {
        int place = place(planes, i % positions, tap);
        if (place != PADDING && place == (int) places.get(i)) {
          y.set(i, x.get(i / positions * planes.elements() + place));
        }
      }
    }
  }

  static void fold(Pooling.Fold op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), outputs.get(0).type().shape());
    Elements x = Elements.of(inputs.get(0));
    Sums sums = new Sums(outputs.get(0));
    int positions = planes.positions().elements();
    int taps = planes.taps();
    for (int plane = 0; plane < planes.count(); plane++) {
      for (int o = 0; o < positions; o++) {
        for (int tap = 0; tap < taps; tap++) {
          int given = op.reversed() ? taps - 1 - tap : tap;
          double value = x.get((plane * taps + given) * positions + o);
          sums.add(plane * planes.elements() + place(planes, o, tap), value);
        }
      }
    }
    sums.store();
  }

  /** The element of a plane that a tap of the window at a position lies on, or {@link #PADDING}. */
  private static int place(Planes planes, int position, int tap) {
    int[] o = inAxes(planes.positions(), position);
    int[] k = inAxes(kernel(planes), tap);
    int place = 0;
    for (int axis = 0; axis < o.length; axis++) {
      Window.Axis along = planes.axes().get(axis);
      int at = o[axis] * along.stride() + k[axis] * along.dilation() - along.before();
      if (at < 0 || at >= planes.sizes().size(axis)) {
        return PADDING;
      }
      place = place * planes.sizes().size(axis) + at;
    }
    return place;
  }

  private static Shape kernel(Planes planes) {
    return Shape.of(planes.axes().stream().mapToInt(Window.Axis::kernel).toArray());
  }

  private static int[] inAxes(Shape shape, int number) {
    int[] place = new int[shape.rank()];
    int rest = number;
    for (int axis = place.length - 1; axis >= 0; axis--) {
      place[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return place;
  }

  /** Elements that values are added to one by one, from +0 on. */
  private static final class Sums {
    private final Elements y;
    private final double[] sums;
    private final Arithmetic arithmetic;

    Sums(View output) {
      y = Elements.of(output);
      sums = new double[output.type().elements()];
      arithmetic = Arithmetic.of(output.type().dtype());
    }

    void add(int element, double value) {
      sums[element] = arithmetic.round(sums[element] + value);
    }

    void store() {
      for (int i = 0; i < sums.length; i++) {
        y.set(i, sums[i]);
      }
    }
  }
}
