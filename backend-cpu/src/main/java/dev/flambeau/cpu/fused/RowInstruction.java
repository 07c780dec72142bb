package dev.flambeau.cpu.fused;

import dev.flambeau.cpu.loop.LaneSum;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.cpu.thread.ObjectPool;
import java.util.Arrays;

/** Instructions on whole rows of a block: what makes one number of a row, and what spreads it. */
sealed interface RowInstruction extends Instruction {
  /** An op on numbers of which each row has one. */
  record OfRows(Instruction op, int columns) implements RowInstruction {
    @Override
    public void run(float[] registers, int element, int count) {
      op.run(registers, element / columns, count / columns);
    }

    @Override
    public OfRows bind(Binding binding) {
      return new OfRows(op.bind(binding), columns);
    }
  }

  /** The sum of each row, in the order of numerics.md, "Reductions". */
  record SumOfRows(ObjectPool<LaneSum> sums, Place x, Place y, int columns)
      implements RowInstruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] from = x.in(registers);
      float[] into = y.in(registers);
      int at = x.at(element);
      int to = y.at(element / columns);
      LaneSum sum = sums.take();
      for (int row = 0; row < count / columns; row++) {
        into[to + row] = sum.of(from, at + row * columns, columns);
      }
      sums.give(sum);
    }

    @Override
    public SumOfRows bind(Binding binding) {
      return new SumOfRows(sums, binding.place(x), binding.place(y), columns);
    }
  }

  /** The largest of each row: NaN if any is, and of equal ones the first. */
  record MaxOfRows(Place x, Place y, int columns) implements RowInstruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] from = x.in(registers);
      float[] into = y.in(registers);
      int at = x.at(element);
      int to = y.at(element / columns);
      for (int row = 0; row < count / columns; row++) {
        into[to + row] = max(from, at + row * columns, columns);
      }
    }

    @Override
    public MaxOfRows bind(Binding binding) {
      return new MaxOfRows(binding.place(x), binding.place(y), columns);
    }

    /** Java's max tells zeros apart, which the contract does not: then the first one counts. */
    private static float max(float[] x, int at, int count) {
      float largest = x[at];
      for (int i = 1; i < count; i++) {
        largest = Math.max(largest, x[at + i]);
      }
      if (largest == 0) {
        int first = at;
        while (x[first] != 0) {
          first++;
        }
        return x[first];
      }
      return largest;
    }
  }

  /**
   * Each row's number in the place of all its elements.
   *
   * @param rows by element of a block: its row; of no use where a block is one row
   */
  record Stretch(Place x, Place y, int columns, int[] rows) implements RowInstruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] from = x.in(registers);
      float[] into = y.in(registers);
      int at = x.at(element / columns);
      int to = y.at(element);
      if (count == columns) {
        Arrays.fill(into, to, to + count, from[at]);
        return;
      }
      for (int i = 0; i < count; i++) { // short rows: a call for each would cost more
        into[to + i] = from[at + rows[i]];
      }
    }

    @Override
    public Stretch bind(Binding binding) {
      return new Stretch(binding.place(x), binding.place(y), columns, rows);
    }
  }
}
