package dev.flambeau.op;

import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a tensor that a window passes over, one for each position in the axes before: as
 * backends compute them, with three axes always, of which the first ones may have size 1.
 *
 * @param count how many planes there are
 * @param axes the window along each axis
 * @param sizes of a plane
 * @param positions of the window over it
 */
public record Planes(int count, List<Window.Axis> axes, Shape sizes, Shape positions) {
  private static final Window.Axis STILL = new Window.Axis(1, 1, 1, 0, 0);

  /** The planes of a tensor of a shape that the window fits. */
  public static Planes of(Window window, Shape shape) {
    List<Window.Axis> axes = new ArrayList<>(window.axes());
    int[] sizes = {1, 1, 1};
    int[] positions = {1, 1, 1};
    for (int axis = 1; axis <= window.rank(); axis++) {
      sizes[sizes.length - axis] = shape.size(-axis);
      Window.Axis along = window.axes().get(window.rank() - axis);
      positions[sizes.length - axis] = (int) along.fits(shape.size(-axis));
    }
    while (axes.size() < sizes.length) {
      axes.add(0, STILL);
    }
    int count = shape.elements(0, shape.rank() - window.rank());
    return new Planes(count, List.copyOf(axes), Shape.of(sizes), Shape.of(positions));
  }

  /** How many elements a plane has. */
  public int elements() {
    return sizes.elements();
  }

  /** How many taps the window has. */
  public int taps() {
    return axes.stream().mapToInt(Window.Axis::kernel).reduce(1, (a, b) -> a * b);
  }

  /** Whether a tap of the window at a position lies on an element of the plane. */
  public boolean hasTap(int position, int element) {
    if (element < 0 || element >= elements()) {
      return false;
    }
    int restOfPosition = position;
    int restOfElement = element;
    for (int axis = axes.size() - 1; axis >= 0; axis--) {
      Window.Axis along = axes.get(axis);
      int at = restOfElement % sizes.size(axis);
      int first = restOfPosition % positions.size(axis) * along.stride() - along.before();
      int tap = (at - first) / along.dilation();
      if (at < first || first + tap * along.dilation() != at || tap >= along.kernel()) {
        return false;
      }
      restOfElement /= sizes.size(axis);
      restOfPosition /= positions.size(axis);
    }
    return true;
  }
}
