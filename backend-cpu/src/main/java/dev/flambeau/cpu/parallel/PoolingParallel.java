package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Pooling;
import java.util.List;

/** Windows over planes of FLOAT32, the rows of whose results are shared out among threads. */
public final class PoolingParallel {
  /** Nanoseconds for a tap. */
  private static final int COST = 1;

  private final Workers workers;
  private final LargestOfWindows.Tap tap;
  private final Kernel<Pooling.MaxPool> otherMaxPool;

  /**
   * With the loop over what a tap lies on.
   *
   * @param otherMaxPool takes planes of more elements than a float counts
   */
  public PoolingParallel(
      Workers workers, LargestOfWindows.Tap tap, Kernel<Pooling.MaxPool> otherMaxPool) {
    this.workers = workers;
    this.otherMaxPool = otherMaxPool;
    this.tap = tap;
  }

  public Runnable maxPool(Pooling.MaxPool op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), inputs.get(0).type().shape());
    if (planes.elements() > LargestOfWindows.MOST) {
      return otherMaxPool.prepare(op, inputs, outputs);
    }
    LargestOfWindows loop = new LargestOfWindows(planes, tap, inputs.get(0), outputs);
    int rows = planes.count() * planes.positions().elements(0, 2);
    long taps = (long) outputs.get(0).type().elements() * planes.taps();
    return workers.prepare(rows, taps * COST, loop::rows);
  }

  Runnable maxUnpool(Pooling.MaxUnpool op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), outputs.get(0).type().shape());
    float[] values = HostBuffer.floats(inputs.get(0));
    int from = inputs.get(0).offset();
    int[] places = HostBuffer.ints(inputs.get(1));
    int fromPlaces = inputs.get(1).offset();
    WindowSums sums = sums(planes, outputs.get(0));
    return workers.prepare(
        planes.count(),
        (long) outputs.get(0).type().elements() * COST,
        (first, end) -> sums.unpool(values, from, places, fromPlaces, first, end));
  }

  private static WindowSums sums(Planes planes, View output) {
    return new WindowSums(planes, HostBuffer.floats(output), output.offset());
  }

  Runnable maxTake(Pooling.MaxTake op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), inputs.get(0).type().shape());
    float[] x = HostBuffer.floats(inputs.get(0));
    int[] places = HostBuffer.ints(inputs.get(1));
    float[] y = HostBuffer.floats(outputs.get(0));
    int positions = planes.positions().elements();
    int elements = outputs.get(0).type().elements();
    return workers.prepare(
        elements,
        (long) elements * COST,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            int place = places[inputs.get(1).offset() + i];
            int start = inputs.get(0).offset() + i / positions * planes.elements();
            boolean isItsOwn = planes.hasTap(i % positions, place);
            y[outputs.get(0).offset() + i] = isItsOwn ? x[start + place] : 0f;
          }
        });
  }

  Runnable fold(Pooling.Fold op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), outputs.get(0).type().shape());
    float[] windows = HostBuffer.floats(inputs.get(0));
    int from = inputs.get(0).offset();
    WindowSums sums = sums(planes, outputs.get(0));
    return workers.prepare(
        planes.count(),
        (long) inputs.get(0).type().elements() * COST,
        (first, end) -> sums.fold(windows, from, op.reversed(), first, end));
  }
}
