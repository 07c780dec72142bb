package dev.flambeau.cpu.parallel;

import org.jspecify.annotations.Nullable;

/**
 * Where a value of a fused op lies.
 *
 * @param array a tensor's, or null for a register, one of the blocks that a thread keeps values in
 *     between in
 * @param offset of the tensor's first element, or of the register
 * @param moves whether the element's number counts: in a tensor of all elements
 * @param step from one element to the next: 0 for a single number
 */
public record Place(float @Nullable [] array, int offset, boolean moves, int step) {
  static Place register(int number) {
    return new Place(null, number * Instruction.BLOCK, false, 1);
  }

  /** The array in which it lies, given the thread's registers. */
  public float[] in(float[] registers) {
    return array == null ? registers : array;
  }

  /** Where in this array a block that begins with an element of the tensor does. */
  public int at(int element) {
    return moves ? offset + element : offset;
  }
}
