package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.loop.ElementwiseLoops;
import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.DType;
import dev.flambeau.op.Reduction;
import dev.flambeau.op.Shape;
import java.util.ArrayList;
import java.util.List;

/** Sums: of the last axes where they lie; of others, after these have been put last. */
final class ReductionParallel {
  /** A thread adds about so many values in a nanosecond. */
  private static final int SPEED = 8;

  private final Workers workers;
  private final HostMemory memory;
  private final ObjectPool<LaneSum> sums;

  ReductionParallel(Workers workers, HostMemory memory, ElementwiseLoops loops) {
    this.workers = workers;
    this.memory = memory;
    this.sums = new ObjectPool<>(loops::sum);
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

  /** Blocks are shared out, whichever rows they belong to; then each row's are summed. */
  private Runnable rows(float[] x, int at, int length, View output) {
    float[] y = HostBuffer.floats(output);
    int to = output.offset();
    int rows = output.type().elements();
    int perRow = LaneSum.blocks(length);
    boolean areRows = perRow == 1;
    float[] blocks = areRows ? y : new float[rows * perRow];
    int toBlocks = areRows ? to : 0;
    Runnable all =
        workers.prepare(
            rows * perRow,
            (long) rows * length / SPEED,
            (from, end) -> {
              LaneSum sum = sums.take();
              for (int block = from, next; block < end; block = next) {
                int row = block / perRow;
                next = Math.min(end, (row + 1) * perRow);
                int first = row * length + block % perRow * LaneSum.BLOCK;
                int count = Math.min((next - block) * LaneSum.BLOCK, (row + 1) * length - first);
                sum.blocks(x, at + first, count, blocks, toBlocks + block);
              }
              sums.give(sum);
            });
    return areRows
        ? all
        : () -> {
          all.run();
          LaneSum sum = sums.take();
          for (int row = 0; row < rows; row++) {
            y[to + row] = sum.of(blocks, row * perRow, perRow);
          }
          sums.give(sum);
        };
  }
}
