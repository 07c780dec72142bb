package dev.flambeau.cpu.loop;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The elements of a broadcast result cut into runs, along each of which every operand either goes
 * on by one or stands still.
 *
 * <p>Neighbouring axes along which all operands go on alike are taken as one, so operands of the
 * same shape, or one and a single number, make one run, and a matrix and a row make a run for each
 * row of the matrix: what would be special cases are the general one.
 */
public final class BroadcastRuns {
  /** Work on a part of a run, which begins at an element of the result. */
  public interface Body {
    void run(int element, int count);
  }

  /** Work on a piece of a run, between a thread's own values and a tensor. */
  public interface Piece {
    /**
     * Does it.
     *
     * @param registers the thread's own values
     * @param at where the piece begins among them
     * @param index where it begins in the operand
     * @param count how many elements it has
     */
    void run(float[] registers, int at, int index, int count);
  }

  private static final int[] GOES_ON = {1}; // by one

  private final int[] sizes;
  private final int[][] strides;
  private final int elements;
  private final int length;

  private BroadcastRuns(int[] sizes, int[][] strides, int elements) {
    this.sizes = sizes;
    this.strides = strides;
    this.elements = elements;
    this.length = sizes[sizes.length - 1];
  }

  public static BroadcastRuns of(Shape result, Shape... operands) {
    int[][] strides = new int[operands.length][];
    boolean isOneRun = true;
    for (int o = 0; o < operands.length; o++) {
      isOneRun &= operands[o].equals(result);
    }
    if (isOneRun) {
      Arrays.fill(strides, GOES_ON);
      return new BroadcastRuns(new int[] {result.elements()}, strides, result.elements());
    }
    for (int o = 0; o < operands.length; o++) {
      strides[o] = operands[o].broadcastStrides(result);
    }
    return merged(result.sizes(), strides, result.elements());
  }

  /** Operands by their strides along the axes of the result. */
  public static BroadcastRuns of(Shape result, List<int[]> strides) {
    return merged(result.sizes(), strides.toArray(int[][]::new), result.elements());
  }

  public static BroadcastRuns of(View result, List<View> operands) {
    Shape[] shapes = new Shape[operands.size()];
    for (int o = 0; o < shapes.length; o++) {
      shapes[o] = operands.get(o).type().shape();
    }
    return of(result.type().shape(), shapes);
  }

  /** One run after all that can be merged is: axes that go on alike, and axes of size 1. */
  private static BroadcastRuns merged(int[] sizes, int[][] strides, int elements) {
    int[] kept = new int[sizes.length + 1];
    int[][] keptStrides = new int[strides.length][sizes.length + 1];
    // From the innermost axis outwards; kept axes are gathered at the arrays' ends.
    int first = sizes.length;
    kept[first] = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      if (sizes[axis] == 1) {
        continue;
      }
      if (kept[first] != 1) {
        if (goesOn(strides, axis, keptStrides, first, kept[first])) {
          kept[first] *= sizes[axis];
          continue;
        }
        first--;
      }
      kept[first] = sizes[axis];
      for (int o = 0; o < strides.length; o++) {
        keptStrides[o][first] = strides[o][axis];
      }
    }
    int start = first;
    return new BroadcastRuns(
        Arrays.copyOfRange(kept, start, kept.length),
        Arrays.stream(keptStrides)
            .map(all -> Arrays.copyOfRange(all, start, all.length))
            .toArray(int[][]::new),
        elements);
  }

  private static boolean goesOn(int[][] outer, int axis, int[][] inner, int at, int size) {
    for (int o = 0; o < outer.length; o++) {
      if (outer[o][axis] != inner[o][at] * size) {
        return false;
      }
    }
    return true;
  }

  /** How many elements of a run are left, from an element of the result on. */
  public int left(int element) {
    return length - element % length;
  }

  /** How far an operand goes from one element of a run to the next: 1 or 0. */
  public int step(int operand) {
    return strides[operand][sizes.length - 1];
  }

  /**
   * Where an operand of floats lies. One that stands still along the runs has step 0, but where
   * there is a single element in all, which is a run as well.
   */
  public Place place(int operand, float[] array, int offset) {
    if (sizes.length > 1) {
      return new Place(array, offset, true, step(operand), this, operand);
    }
    boolean moves = step(operand) == 1;
    return new Place(array, offset, moves, moves || elements == 1 ? 1 : 0);
  }

  /** Where an operand has what an element of the result is made of. */
  public int at(int operand, int element) {
    int index = 0;
    for (int axis = sizes.length - 1; axis >= 0 && element > 0; axis--) {
      index += element % sizes[axis] * strides[operand][axis];
      element /= sizes[axis];
    }
    return index;
  }

  /** Does work on some elements, run after run, which are in registers from there on. */
  public void each(int operand, int element, int count, float[] registers, int at, Piece work) {
    int[] along = strides[operand];
    int outer = sizes.length - 2;
    int step = outer < 0 ? 0 : along[outer];
    for (int done = 0; done < count; ) {
      int index = at(operand, element + done);
      int passed = (element + done) % length;
      // Runs lie a step apart up to the end of the axis that counts them.
      int runs = outer < 0 ? 1 : sizes[outer] - (element + done) / length % sizes[outer];
      for (; runs > 0 && done < count; runs--) {
        int some = Math.min(length - passed, count - done);
        work.run(registers, at + done, index, some);
        index += step - passed * along[along.length - 1];
        passed = 0;
        done += some;
      }
    }
  }

  /** Makes work ready to be shared out among threads, at so many nanoseconds an element. */
  public Runnable prepare(Workers workers, int nanoseconds, Body body) {
    return workers.prepare(
        elements,
        (long) elements * nanoseconds,
        (from, to) -> {
          int element = from;
          while (element < to) {
            int count = Math.min(left(element), to - element);
            body.run(element, count);
            element += count;
          }
        });
  }
}
