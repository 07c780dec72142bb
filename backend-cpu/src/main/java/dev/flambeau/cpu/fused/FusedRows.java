package dev.flambeau.cpu.fused;

import dev.flambeau.op.Fused;
import dev.flambeau.op.FusedSpace;
import dev.flambeau.op.Reduction;

/**
 * How a fused op with reductions is computed: some whole rows at a time, which make a block of the
 * first-level cache where they are short, or a long row block after block, once for each sum that
 * waits for another.
 *
 * @param columns elements of a row
 * @param perBlock rows of a block
 * @param areInPhases whether blocks are parts of a row
 */
record FusedRows(int columns, int perBlock, boolean areInPhases) {
  /** A longer row, whose values in between are kept, would not stay in the second-level cache. */
  static final int MOST_COLUMNS = 1 << 16;

  static FusedRows of(Fused op) {
    FusedSpace space = op.space();
    int columns = space.columns();
    boolean isLong = columns > FusedParallel.SHORT_ROW || !space.isDense();
    boolean areInPhases = op.isByRows() && isLong && hasSumsAlone(op);
    int perBlock = areInPhases ? 1 : Math.max(1, Instruction.BLOCK / Math.max(1, columns));
    return new FusedRows(columns, perBlock, areInPhases);
  }

  private static boolean hasSumsAlone(Fused op) {
    return op.body().nodes().stream()
        .map(node -> node.op())
        .allMatch(of -> !(of instanceof Reduction) || of instanceof Reduction.Sum);
  }

  /** Elements of a register: a block, or a row that is longer and kept whole. */
  int registerSize() {
    return areInPhases ? Instruction.BLOCK : Math.max(Instruction.BLOCK, columns);
  }
}
