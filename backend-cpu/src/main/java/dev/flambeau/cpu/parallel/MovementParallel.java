package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.loop.BroadcastRuns;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.DType;
import dev.flambeau.op.Movement;
import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * FLOAT32 elements put elsewhere, run by run; those of other types as they were. The reference's
 * Slice and Concat move runs already.
 */
final class MovementParallel {
  private static final int COST = 1;

  private final Workers workers;
  private final Kernel<Movement.Transpose> otherTranspose;
  private final Kernel<Movement.Expand> otherExpand;
  private final Kernel<Movement.Unfold> otherUnfold;

  MovementParallel(
      Workers workers,
      Kernel<Movement.Transpose> otherTranspose,
      Kernel<Movement.Expand> otherExpand,
      Kernel<Movement.Unfold> otherUnfold) {
    this.workers = workers;
    this.otherTranspose = otherTranspose;
    this.otherExpand = otherExpand;
    this.otherUnfold = otherUnfold;
  }

  void transpose(Movement.Transpose op, List<View> inputs, List<View> outputs) {
    View x = inputs.get(0);
    View y = outputs.get(0);
    if (x.type().dtype() != DType.FLOAT32) {
      otherTranspose.run(op, inputs, outputs);
      return;
    }
    Strided.transposed(x.type().shape(), op.permutation())
        .copy(workers, HostBuffer.floats(x), x.offset(), HostBuffer.floats(y), y.offset());
  }

  Runnable unfold(Movement.Unfold op, List<View> inputs, List<View> outputs) {
    View x = inputs.get(0);
    View y = outputs.get(0);
    if (x.type().dtype() != DType.FLOAT32) {
      return otherUnfold.prepare(op, inputs, outputs);
    }
    Shape shape = x.type().shape();
    Strided windows = new Strided(y.type().shape(), op.strides(shape));
    int start = x.offset() + op.start(shape);
    return () ->
        windows.copy(workers, HostBuffer.floats(x), start, HostBuffer.floats(y), y.offset());
  }

  Runnable expand(Movement.Expand op, List<View> inputs, List<View> outputs) {
    if (inputs.get(0).type().dtype() != DType.FLOAT32) {
      return otherExpand.prepare(op, inputs, outputs);
    }
    BroadcastRuns runs = BroadcastRuns.of(outputs.get(0), inputs);
    float[] x = HostBuffer.floats(inputs.get(0));
    float[] y = HostBuffer.floats(outputs.get(0));
    return runs.prepare(
        workers,
        COST,
        (element, count) -> {
          int at = inputs.get(0).offset() + runs.at(0, element);
          int to = outputs.get(0).offset() + element;
          if (runs.step(0) == 1) {
            System.arraycopy(x, at, y, to, count);
          } else {
            Arrays.fill(y, to, to + count, x[at]);
          }
        });
  }
}
