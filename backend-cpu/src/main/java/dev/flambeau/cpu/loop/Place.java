package dev.flambeau.cpu.loop;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where an operand or a result of a loop lies.
 *
 * @param array a tensor's, or null for a register, one of the blocks that a thread keeps values in
 *     between in
 * @param offset of the tensor's first element, or of the register
 * @param moves whether the element's number counts: in a tensor of all elements
 * @param step from one element to the next: 0 for a single number
 * @param runs where a stretched tensor goes on along runs of the result, these; else null
 * @param operand its number in them
 */
public record Place(
    float @Nullable [] array,
    int offset,
    boolean moves,
    int step,
    @Nullable BroadcastRuns runs,
    int operand) {
  /** Of what does not go along runs. */
  public Place(float @Nullable [] array, int offset, boolean moves, int step) {
    this(array, offset, moves, step, null, 0);
  }

  /** A register, which begins there among the thread's own values. */
  public static Place register(int offset) {
    return new Place(null, offset, false, 1);
  }

  /** A number that is the same for all elements. */
  public static Place number(float value) {
    return new Place(new float[] {value}, 0, false, 0);
  }

  /** The first element alone, as one that all take. */
  public Place asNumber() {
    return new Place(array, offset, false, 0);
  }

  /** Of all elements of a tensor of floats. */
  public static Place whole(View tensor) {
    return new Place(HostBuffer.floats(tensor), tensor.offset(), true, 1);
  }

  /** The array in which it lies, given the thread's registers. */
  public float[] in(float[] registers) {
    return array == null ? registers : array;
  }

  /** Where in this array a block that begins with an element of the result does. */
  public int at(int element) {
    if (runs != null) {
      return offset + runs.at(operand, element);
    }
    return moves ? offset + element : offset;
  }
}
