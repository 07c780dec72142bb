package dev.flambeau.cpu.parallel;

import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;

/** A tensor read in another order of its axes: the sizes of the result and the steps to take. */
final class Strided {
  private static final int COST = 2;

  private final Shape shape;
  private final int[] strides;

  /** Elements of a shape, neighbours along each axis so far from each other in the source. */
  Strided(Shape shape, int[] strides) {
    this.shape = shape;
    this.strides = strides;
  }

  /** Axis {@code i} of the result is axis {@code permutation[i]} of the source. */
  static Strided transposed(Shape source, List<Integer> permutation) {
    int[] own = source.strides();
    int[] sizes = permutation.stream().mapToInt(source::size).toArray();
    return new Strided(Shape.of(sizes), permutation.stream().mapToInt(axis -> own[axis]).toArray());
  }

  /** Whether the order is that of the source. */
  boolean isDense() {
    return Arrays.equals(strides, shape.strides());
  }

  /** How many elements of the result stand for each position in its first {@code axes}. */
  int elementsFrom(int axes) {
    return shape.elements(axes, shape.rank());
  }

  /** Copies the elements, rows of the result shared out among threads. */
  void copy(Workers workers, float[] x, int at, float[] y, int to) {
    if (shape.elements() > 0) { // though there may be billions of rows without elements
      merged().copyRows(workers, x, at, y, to);
    }
  }

  /** The same with as few axes as there can be, and so with long rows. */
  private Strided merged() {
    int[] sizes = new int[strides.length];
    int[] steps = new int[strides.length];
    int count = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      int size = shape.size(axis);
      if (size == 1) {
        continue;
      }
      if (count > 0 && steps[count - 1] == size * strides[axis]) {
        sizes[count - 1] *= size;
        steps[count - 1] = strides[axis];
      } else {
        sizes[count] = size;
        steps[count++] = strides[axis];
      }
    }
    return new Strided(Shape.of(Arrays.copyOf(sizes, count)), Arrays.copyOf(steps, count));
  }

  private void copyRows(Workers workers, float[] x, int at, float[] y, int to) {
    int last = shape.rank() - 1;
    int length = last < 0 ? 1 : shape.size(last);
    int step = last < 0 ? 1 : strides[last];
    workers.split(
        shape.elements(0, Math.max(last, 0)),
        (long) shape.elements() * COST,
        (first, end) -> {
          for (int row = first; row < end; row++) {
            copyRun(x, at + start(row), step, y, to + row * length, length);
          }
        });
  }

  private int start(int row) {
    int index = 0;
    for (int axis = strides.length - 2; axis >= 0; axis--) {
      index += row % shape.size(axis) * strides[axis];
      row /= shape.size(axis);
    }
    return index;
  }

  private static void copyRun(float[] x, int at, int step, float[] y, int to, int count) {
    if (step == 1) {
      System.arraycopy(x, at, y, to, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      y[to + i] = x[at + i * step];
    }
  }
}
