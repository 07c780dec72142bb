package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Window;
import java.util.List;

/** The largest element of each window, and where it stands: a row of positions after the other. */
final class LargestOfWindows {
  private final Planes planes;
  private final float[] x;
  private final int from;
  private final float[] y;
  private final int to;
  private final int[] places;
  private final int toPlaces;

  LargestOfWindows(Planes planes, View input, List<View> outputs) {
    this.planes = planes;
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
    for (int row = first; row < end; row++) {
      row(row / heights / depths, row / heights % depths, row % heights, row);
    }
  }

  private void row(int plane, int z, int y0, int row) {
    Window.Axis depth = planes.axes().get(0);
    Window.Axis height = planes.axes().get(1);
    Window.Axis width = planes.axes().get(2);
    int start = from + plane * planes.elements();
    int positions = planes.positions().size(2);
    for (int o = 0; o < positions; o++) {
      int best = -1;
      float largest = 0;
      for (int kz = 0; kz < depth.kernel(); kz++) {
        int atZ = z * depth.stride() + kz * depth.dilation() - depth.before();
        if (atZ < 0 || atZ >= planes.sizes().size(0)) {
          continue;
        }
        for (int ky = 0; ky < height.kernel(); ky++) {
          int atY = y0 * height.stride() + ky * height.dilation() - height.before();
          if (atY < 0 || atY >= planes.sizes().size(1)) {
            continue;
          }
          int line = (atZ * planes.sizes().size(1) + atY) * planes.sizes().size(2);
          for (int kx = 0; kx < width.kernel(); kx++) {
            int atX = o * width.stride() + kx * width.dilation() - width.before();
            if (atX < 0 || atX >= planes.sizes().size(2)) {
              continue;
            }
            float value = x[start + line + atX];
            if (best < 0 || value > largest || value != value && largest == largest) {
              best = line + atX;
              largest = value;
            }
          }
        }
      }
      y[to + row * positions + o] = largest;
      places[toPlaces + row * positions + o] = best;
    }
  }
}
