package dev.flambeau.cpu.fused;

import dev.flambeau.cpu.loop.BroadcastRuns;
import dev.flambeau.cpu.loop.Place;
import dev.flambeau.op.Compare;
import java.util.Arrays;

/**
 * Instructions that make floats, or truth as 1 and 0, of INT32 tensors, which no register holds.
 */
sealed interface IntInstruction extends Instruction {

  /**
   * INT32 elements of a tensor, or one number.
   *
   * @param runs where an element of the result has what it is made of
   */
  record Ints(int[] array, int offset, BroadcastRuns runs) {
    int at(int element) {
      return array[index(element)];
    }

    /** How many from an element on lie a step apart. */
    int left(int element) {
      return runs.left(element);
    }

    int step() {
      return runs.step(0);
    }

    int index(int element) {
      return offset + runs.at(0, element);
    }
  }

  /** A comparison of integers. */
  record OfInts(Compare op, Ints a, Ints b, Place y) implements IntInstruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] into = y.in(registers);
      int to = y.at(element);
      for (int i = 0; i < count; ) {
        int some = Math.min(count - i, Math.min(a.left(element + i), b.left(element + i)));
        int left = a.index(element + i);
        int right = b.index(element + i);
        for (int j = 0; j < some; j++) {
          boolean holds = holds(a.array[left + j * a.step()], b.array[right + j * b.step()]);
          into[to + i + j] = holds ? 1f : 0f;
        }
        i += some;
      }
    }

    @Override
    public OfInts bind(Binding binding) {
      return new OfInts(op, binding.ints(a), binding.ints(b), binding.place(y));
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

    @Override
    public ToFloats bind(Binding binding) {
      return new ToFloats(binding.ints(x), binding.place(y));
    }
  }

  /** 1 at each label's place in its row of classes, NaN all over one whose label is no class. */
  record OneHot(Ints labels, int classes, Place y) implements IntInstruction {
    @Override
    public void run(float[] registers, int element, int count) {
      float[] into = y.in(registers);
      int to = y.at(element);
      int place = element % classes;
      int row = element / classes;
      for (int i = 0; i < count; row++, place = 0) {
        int some = Math.min(classes - place, count - i);
        int label = labels.array[labels.offset + row];
        boolean isClass = label >= 0 && label < classes;
        Arrays.fill(into, to + i, to + i + some, isClass ? 0f : Float.NaN);
        if (isClass && label >= place && label < place + some) {
          into[to + i + label - place] = 1f;
        }
        i += some;
      }
    }

    @Override
    public OneHot bind(Binding binding) {
      return new OneHot(binding.ints(labels), classes, binding.place(y));
    }
  }
}
