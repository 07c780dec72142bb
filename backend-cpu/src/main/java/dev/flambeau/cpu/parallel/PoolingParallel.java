package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Planes;
import dev.flambeau.op.Pooling;
import dev.flambeau.op.Window;
import java.util.List;

/** Windows over planes of FLOAT32, the rows of whose results are shared out among threads. */
final class PoolingParallel {
  /** Nanoseconds for a tap. */
  private static final int COST = 1;

  private final Workers workers;

  PoolingParallel(Workers workers) {
    this.workers = workers;
  }

  Runnable maxPool(Pooling.MaxPool op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), inputs.get(0).type().shape());
    LargestOfWindows loop = new LargestOfWindows(planes, inputs.get(0), outputs);
    int rows = planes.count() * planes.positions().elements(0, 2);
    long taps = (long) outputs.get(0).type().elements() * planes.taps();
    return workers.prepare(rows, taps * COST, loop::rows);
  }

  Runnable maxUnpool(Pooling.MaxUnpool op, List<View> inputs, List<View> outputs) {
    Planes planes = Planes.of(op.window(), outputs.get(0).type().shape());
    int[] places = HostBuffer.ints(inputs.get(1));
    int atPlaces = inputs.get(1).offset();
    float[] values = HostBuffer.floats(inputs.get(0));
    int at = inputs.get(0).offset();
    int positions = planes.positions().elements();
    return covering(
        planes,
        outputs.get(0),
        (plane, element, position, tap) -> {
          int from = plane * positions + position;
          return places[atPlaces + from] == element ? at + from : CoveringWindows.NOTHING;
        },
        values);
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
    int at = inputs.get(0).offset();
    int positions = planes.positions().elements();
    int taps = planes.taps();
    return covering(
        planes,
        outputs.get(0),
        (plane, element, position, tap) ->
            at + (plane * taps + (op.reversed() ? taps - 1 - tap : tap)) * positions + position,
        HostBuffer.floats(inputs.get(0)));
  }

  private Runnable covering(
      Planes planes, View output, CoveringWindows.Source source, float[] values) {
    CoveringWindows loop = new CoveringWindows(planes, source, values, output);
    int rows = planes.count() * planes.sizes().elements(0, 2);
    long cost = COST;
    for (Window.Axis axis : planes.axes()) {
      cost *= 1 + axis.span() / axis.stride();
    }
    return workers.prepare(rows, cost * output.type().elements(), loop::rows);
  }
}
