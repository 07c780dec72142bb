package dev.flambeau.cpu.parallel;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.kernel.Kernel;
import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.DType;
import dev.flambeau.op.Indexing;
import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * FLOAT32 positions by their numbers, shared out among threads; those of other types as they were.
 * Occurrences are brought together by counting, which keeps them ascending.
 */
final class IndexingParallel {
  /** Nanoseconds for an element. */
  private static final int COST = 1;

  private final Workers workers;
  private final ObjectPool<LaneSum> sums;
  private final Kernel<Indexing.IndexSelect> otherSelect;

  IndexingParallel(
      Workers workers, ObjectPool<LaneSum> sums, Kernel<Indexing.IndexSelect> otherSelect) {
    this.workers = workers;
    this.sums = sums;
    this.otherSelect = otherSelect;
  }

  void select(Indexing.IndexSelect op, List<View> inputs, List<View> outputs) {
    View x = inputs.get(0);
    View y = outputs.get(0);
    if (x.type().dtype() != DType.FLOAT32) {
      otherSelect.run(op, inputs, outputs);
      return;
    }
    Shape shape = x.type().shape();
    int size = shape.size(op.axis());
    int inner = shape.elements(op.axis() + 1, shape.rank());
    int[] index = HostBuffer.ints(inputs.get(1));
    int at = inputs.get(1).offset();
    int named = inputs.get(1).type().elements();
    float[] from = HostBuffer.floats(x);
    float[] to = HostBuffer.floats(y);
    int rows = shape.elements(0, op.axis()) * named;
    workers.split(
        rows,
        (long) rows * inner * COST,
        (first, end) -> {
          for (int row = first; row < end; row++) {
            int number = index[at + row % named];
            int start = y.offset() + row * inner;
            if (number >= 0 && number < size) {
              int source = x.offset() + (row / named * size + number) * inner;
              System.arraycopy(from, source, to, start, inner);
            } else {
              Arrays.fill(to, start, start + inner, Float.NaN);
            }
          }
        });
  }

  void add(Indexing.IndexAdd op, List<View> inputs, List<View> outputs) {
    View x = inputs.get(0);
    View y = outputs.get(0);
    Shape shape = x.type().shape();
    int inner = shape.elements(op.axis() + 1, shape.rank());
    Occurrences occurrences = Occurrences.of(inputs.get(1), op.size());
    float[] from = HostBuffer.floats(x);
    float[] to = HostBuffer.floats(y);
    int rows = shape.elements(0, op.axis()) * op.size();
    workers.split(
        rows,
        ((long) x.type().elements() + y.type().elements()) * COST,
        (first, end) -> {
          Columns columns = new Columns(from, inner, occurrences, sums.take());
          for (int row = first; row < end; row++) {
            int outer = x.offset() + row / op.size() * shape.size(op.axis()) * inner;
            columns.add(outer, row % op.size(), to, y.offset() + row * inner);
          }
          sums.give(columns.sum);
        });
  }

  /**
   * The positions of an index, those of one row side by side.
   *
   * @param starts where each row's begin, and where the last one's end
   */
  private record Occurrences(int[] positions, int[] starts) {
    static Occurrences of(View view, int size) {
      int[] index = HostBuffer.ints(view);
      int at = view.offset();
      int end = at + view.type().elements();
      int[] starts = new int[size + 1];
      for (int p = at; p < end; p++) {
        if (index[p] >= 0 && index[p] < size) {
          starts[index[p] + 1]++;
        }
      }
      Arrays.parallelPrefix(starts, Integer::sum);
      int[] positions = new int[starts[size]];
      int[] next = starts.clone();
      for (int p = at; p < end; p++) {
        if (index[p] >= 0 && index[p] < size) {
          positions[next[index[p]]++] = p - at;
        }
      }
      return new Occurrences(positions, starts);
    }
  }

  /** The sums of rows' occurrences, column by column; one thread's. */
  private static final class Columns {
    private final float[] x;
    private final int inner;
    private final Occurrences occurrences;
    private final LaneSum sum;
    private float[] values = {};

    Columns(float[] x, int inner, Occurrences occurrences, LaneSum sum) {
      this.x = x;
      this.inner = inner;
      this.occurrences = occurrences;
      this.sum = sum;
    }

    void add(int outer, int row, float[] y, int to) {
      int first = occurrences.starts[row];
      int count = occurrences.starts[row + 1] - first;
      if (count == 1) {
        System.arraycopy(x, outer + occurrences.positions[first] * inner, y, to, inner);
        return;
      }
      if (values.length < count) {
        values = new float[count];
      }
      for (int i = 0; i < inner; i++) {
        for (int k = 0; k < count; k++) {
          values[k] = x[outer + occurrences.positions[first + k] * inner + i];
        }
        y[to + i] = sum.of(values, 0, count);
      }
    }
  }
}
