package dev.flambeau.cpu.fused;

import dev.flambeau.op.FusedSpace;

/**
 * How a fused op with reductions is computed: some whole rows at a time, which make a block of the
 * first-level cache where they are short.
 *
 * @param columns elements of a row
 * @param perBlock rows of a block
 */
record FusedRows(int columns, int perBlock) {
  /** A longer row would not stay in the second-level cache, with what is made of it. */
  static final int MOST_COLUMNS = 1 << 16;

  static FusedRows of(FusedSpace space) {
    int columns = space.columns();
    return new FusedRows(columns, Math.max(1, Instruction.BLOCK / Math.max(1, columns)));
  }

  /** Elements of a register: a block, or a row that is longer. */
  int registerSize() {
    return Math.max(Instruction.BLOCK, columns);
  }
}
