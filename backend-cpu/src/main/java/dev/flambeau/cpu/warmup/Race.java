package dev.flambeau.cpu.warmup;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.op.DType;
import dev.flambeau.op.TensorType;
import java.util.Arrays;
import java.util.List;

/** One exercise by a plain and by a fast kernel, until the fast one is as good. */
final class Race {
  /** Far from what a kernel costs whose vectors are objects, and above what chance does. */
  private static final double GOOD = 1.5;

  /** So often in all, for a time may be good by chance. */
  private static final int TIMES = 5;

  private final Runnable plain;
  private final Runnable fast;
  private long plainBest = Long.MAX_VALUE;
  private int good;

  Race(Exercise exercise, KernelTable plain, KernelTable fast, HostMemory memory) {
    List<TensorType> types = exercise.inputs();
    List<View> inputs = views(types, memory);
    List<View> outputs =
        exercise.op().inPlaceOf(0).isPresent()
            ? inputs.subList(0, exercise.op().infer(types).size())
            : views(exercise.op().infer(types), memory);
    this.plain = plain.prepare(exercise.op(), inputs, outputs);
    this.fast = fast.prepare(exercise.op(), inputs, outputs);
  }

  private static List<View> views(List<TensorType> types, HostMemory memory) {
    return types.stream().map(type -> view(type, memory)).toList();
  }

  private static View view(TensorType type, HostMemory memory) {
    View view = new View(memory.allocate(type.dtype(), type.elements()), 0, type);
    if (type.dtype() == DType.FLOAT32) {
      Arrays.fill(HostBuffer.floats(view), 0.5f); // special to no op
    }
    return view;
  }

  /** Runs both once more; whether the fast one has been good often enough. */
  boolean isOver() {
    plainBest = Math.min(plainBest, time(plain));
    good += time(fast) <= GOOD * plainBest ? 1 : 0;
    return good >= TIMES;
  }

  private static long time(Runnable kernel) {
    long start = System.nanoTime();
    kernel.run();
    return System.nanoTime() - start;
  }
}
