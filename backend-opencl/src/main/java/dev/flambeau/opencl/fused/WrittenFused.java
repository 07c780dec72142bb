package dev.flambeau.opencl.fused;

import dev.flambeau.op.Fused;

/** The kernel that was written for a fused op, and how it walks over its operands. */
record WrittenFused(FusedIndexing walks, String source) {
  /**
   * Writes the kernel of an op.
   *
   * @param inVectors whether the compiler makes vectors of loops
   */
  static WrittenFused of(Fused op, boolean inVectors) {
    FusedIndexing walks = FusedIndexing.of(op);
    String source =
        op.isByRows() ? FusedRowsSource.of(op, walks) : FusedSource.of(op, walks, inVectors);
    return new WrittenFused(walks, source);
  }
}
