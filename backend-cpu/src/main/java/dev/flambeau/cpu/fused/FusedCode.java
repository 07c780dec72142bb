package dev.flambeau.cpu.fused;

import dev.flambeau.cpu.loop.Place;
import java.util.List;

/**
 * A fused op as instructions on blocks of elements, or of whole rows; for no tensors in particular
 * until they are bound.
 *
 * @param slots the tensors that it is of: the inputs, then the outputs
 * @param prologue done once before the blocks of a thread
 * @param parts done one after the other: one, but for rows in phases
 * @param cost nanoseconds that an element takes
 */
record FusedCode(
    List<TensorSlot> slots,
    Registers registers,
    List<Instruction.Copy> prologue,
    List<Part> parts,
    long cost) {

  /**
   * Instructions on the blocks of a row.
   *
   * @param ofRow done before them, on numbers of which the row has one
   * @param ofBlock done for each block
   * @param sums made of all blocks
   */
  record Part(List<Instruction> ofRow, List<Instruction> ofBlock, List<Sum> sums) {}

  /**
   * A sum of all elements of a row.
   *
   * @param value its number in the op's body
   * @param terms a block of them
   * @param result where it goes
   */
  record Sum(int value, Place terms, Place result) {}
}
