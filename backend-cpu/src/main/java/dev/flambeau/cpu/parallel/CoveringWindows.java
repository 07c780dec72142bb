package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Window;

/**
 * The elements of planes as sums of what the windows that cover them give, in the order of the
 * windows' positions.
 */
final class CoveringWindows {
  /** Stands for a window that gives an element nothing. */
  static final int NOTHING = -1;

  /** Where the value lies that a window gives an element. */
  @FunctionalInterface
  interface Source {
    /**
     * The place in the values, or {@link #NOTHING}.
     *
     * @param element its number in the plane
     * @param position of the window over the plane
     * @param tap of the window that lies on the element
     */
    int at(int plane, int element, int position, int tap);
  }

  private final Planes planes;
  private final Source source;
  private final float[] values;
  private final float[] y;
  private final int to;

  CoveringWindows(Planes planes, Source source, float[] values, View output) {
    this.planes = planes;
    this.source = source;
    this.values = values;
    y = HostBuffer.floats(output);
    to = output.offset();
  }

  /** Does some rows of elements, counted through all planes. */
  void rows(int first, int end) {
    int width = planes.sizes().size(2);
    int rows = planes.sizes().elements(0, 2);
    for (int row = first; row < end; row++) {
      for (int x = 0; x < width; x++) {
        int element = row % rows * width + x;
        y[to + row * width + x] = sum(row / rows, element, row % rows, x);
      }
    }
  }

  private float sum(int plane, int element, int row, int x) {
    Window.Axis depth = planes.axes().get(0);
    Window.Axis height = planes.axes().get(1);
    Window.Axis width = planes.axes().get(2);
    int heights = planes.positions().size(1);
    int widths = planes.positions().size(2);
    int atZ = row / planes.sizes().size(1) + depth.before();
    int atY = row % planes.sizes().size(1) + height.before();
    int atX = x + width.before();
    float sum = 0;
    boolean isBegun = false;
    for (int z = first(depth, atZ); z <= last(depth, atZ, planes.positions().size(0)); z++) {
      int kz = tap(depth, atZ, z);
      for (int v = first(height, atY); kz >= 0 && v <= last(height, atY, heights); v++) {
        int ky = tap(height, atY, v);
        for (int u = first(width, atX); ky >= 0 && u <= last(width, atX, widths); u++) {
          int kx = tap(width, atX, u);
          if (kx < 0) {
            continue;
          }
          int tap = (kz * height.kernel() + ky) * width.kernel() + kx;
          int at = source.at(plane, element, (z * heights + v) * widths + u, tap);
          if (at != NOTHING) {
            sum = isBegun ? sum + values[at] : values[at];
            isBegun = true;
          }
        }
      }
    }
    return sum;
  }

  /** The first position whose window reaches an element. */
  private static int first(Window.Axis axis, int at) {
    return Math.max(0, (int) Math.floorDiv(at - axis.span() + axis.stride(), axis.stride()));
  }

  private static int last(Window.Axis axis, int at, int positions) {
    return Math.min(Math.floorDiv(at, axis.stride()), positions - 1);
  }

  /** The tap that lies on an element; −1 if that is between two. */
  private static int tap(Window.Axis axis, int at, int position) {
    int behind = at - position * axis.stride();
    return behind % axis.dilation() == 0 ? behind / axis.dilation() : -1;
  }
}
