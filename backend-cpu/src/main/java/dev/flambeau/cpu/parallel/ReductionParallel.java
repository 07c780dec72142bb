package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.op.DType;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import java.util.ArrayList;
import java.util.List;

/** Sums: of the last axes where they lie; of others, after these have been put last. */
final class ReductionParallel {
  private static final int COST = 1;

  private final Workers workers;
  private final HostMemory memory;
  private final Scratch<LaneSum> sums;

  ReductionParallel(Workers workers, HostMemory memory, ElementwiseLoops loops) {
    this.workers = workers;
    this.memory = memory;
    this.sums = new Scratch<>(loops::sum);
  }

  Runnable sum(Reduction.Sum op, List<View> inputs, List<View> outputs) {
    Shape shape = inputs.get(0).type().shape();
    List<Integer> order = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!op.axes().contains(axis)) {
        order.add(axis);
      }
    }
    int kept = order.size();
    order.addAll(op.axes());
    Strided moved = Strided.transposed(shape, order);
    float[] x = HostBuffer.floats(inputs.get(0));
    if (moved.isDense()) {
      return rows(x, inputs.get(0).offset(), moved.elementsFrom(kept), outputs.get(0));
    }
    return () -> {
      HostArray scratch = memory.take(DType.FLOAT32, shape.elements());
      float[] last = ((HostArray.Floats) scratch).array();
      moved.copy(workers, x, inputs.get(0).offset(), last, 0);
      rows(last, 0, moved.elementsFrom(kept), outputs.get(0)).run();
      memory.give(scratch);
    };
  }

  private Runnable rows(float[] x, int at, int length, View output) {
    float[] y = HostBuffer.floats(output);
    int rows = output.type().elements();
    return workers.prepare(
        rows,
        (long) rows * length * COST,
        (from, to) -> {
          LaneSum sum = sums.take();
          for (int i = from; i < to; i++) {
            y[output.offset() + i] = sum.of(x, at + i * length, length);
          }
          sums.give(sum);
        });
  }
}
