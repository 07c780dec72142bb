package dev.flambeau.opencl.launch;

import dev.flambeau.op.Fused;
import java.util.Optional;

/**
 * What a fused op is launched by, found once: as the end of a product, or a kernel that was written
 * for it.
 *
 * @param source of no use where it is the end of a product
 */
record WrittenFused(Optional<EndedProduct> product, FusedWalks walks, String source) {
  /**
   * Writes the kernel of an op.
   *
   * @param inVectors whether the compiler makes vectors of loops
   */
  static WrittenFused of(Fused op, boolean inVectors) {
    FusedWalks walks = FusedWalks.of(op);
    Optional<EndedProduct> product = EndedProduct.of(op);
    if (product.isPresent()) {
      return new WrittenFused(product, walks, "");
    }
    String source =
        op.isByRows() ? FusedRowsSource.of(op, walks) : FusedSource.of(op, walks, inVectors);
    return new WrittenFused(product, walks, source);
  }
}
