package dev.flambeau.cpu.parallel;

import dev.flambeau.op.Compare;

/**
 * Instructions that make floats, or truth as 1 and 0, of INT32 tensors, which no register holds.
 */
sealed interface IntInstruction extends Instruction {

  /**
   * INT32 elements of a tensor, or one number.
   *
   * @param runs where an element of the result has what it is made of
   */
  record Ints(int[] array, int offset, Runs runs) {
    int at(int element) {
      return array[offset + runs.at(0, element)];
    }
  }

  /** A comparison of integers. */
  record OfInts(Compare op, Ints a, Ints b, Place y) implements IntInstruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] into = y.in(registers);
      int to = y.at(element);
      for (int i = 0; i < count; i++) {
        into[to + i] = holds(a.at(element + i), b.at(element + i)) ? 1f : 0f;
      }
    }

    private boolean holds(int left, int right) {
      if (op instanceof Compare.Equal) {
        return left == right;
      }
      if (op instanceof Compare.NotEqual) {
        return left != right;
      }
      return op instanceof Compare.Less ? left < right : left <= right;
    }
  }

  /** Integers as floats. */
  record ToFloats(Ints x, Place y) implements IntInstruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] into = y.in(registers);
      int to = y.at(element);
      for (int i = 0; i < count; i++) {
        into[to + i] = x.at(element + i);
      }
    }
  }

  /** 1 at each label's place in its row of classes, NaN all over one whose label is no class. */
  record OneHot(int[] labels, int offset, int classes, Place y) implements IntInstruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] into = y.in(registers);
      int to = y.at(element);
      int place = element % classes;
      int row = element / classes;
      for (int i = 0; i < count; i++) {
        int label = labels[offset + row];
        boolean isClass = label >= 0 && label < classes;
        into[to + i] = isClass ? (label == place ? 1f : 0f) : Float.NaN;
        if (++place == classes) {
          place = 0;
          row++;
        }
      }
    }
  }
}
