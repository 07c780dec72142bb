package dev.flambeau.op.gradient;

import dev.flambeau.op.Indexing.IndexAdd;
import dev.flambeau.op.Indexing.IndexSelect;

/** What was taken is added where it came from, and the other way round. */
final class IndexingGradients {
  private IndexingGradients() {}

  static void register() {
    Gradients.put(IndexSelect.class, IndexingGradients::select);
    Gradients.put(
        IndexAdd.class, (op, b) -> b.give(0, b.gradient().indexSelect(op.axis(), b.input(1))));
  }

  private static void select(IndexSelect op, Backward b) {
    int size = b.shape(0).size(op.axis());
    b.give(0, b.gradient().indexAdd(op.axis(), size, b.input(1)));
  }
}
