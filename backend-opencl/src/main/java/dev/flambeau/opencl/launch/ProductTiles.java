package dev.flambeau.opencl.launch;

import java.util.List;

/**
 * What matrix products are made of on a device.
 *
 * @param item what a work-item of a CPU device keeps in registers
 * @param groups what work-groups of a GPU compute; which of them a product takes, its shape
 *     decides. None on CPU devices, and where fma is emulated
 */
public record ProductTiles(MatmulTile item, List<GroupTile> groups) {
  public ProductTiles {
    groups = List.copyOf(groups);
  }

  /** Those of a device that nobody has tuned. */
  static ProductTiles of(int nativeFloats, boolean isCpu, boolean emulatesFma, long localMemory) {
    return new ProductTiles(
        MatmulTile.of(isCpu ? nativeFloats : 1, emulatesFma),
        isCpu || emulatesFma ? List.of() : GroupTiles.forLocalMemory(localMemory));
  }
}
