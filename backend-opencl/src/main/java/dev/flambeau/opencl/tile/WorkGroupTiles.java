package dev.flambeau.opencl.tile;

import java.util.List;

/**
 * The tiles of work-groups that are shipped. None has been measured by us on a GPU; they are what
 * others found best, as far as our kernel can be built so.
 *
 * @see "C. Nugteren: CLBlast, 2018: its database of tuned parameters (xgemm_32.hpp)"
 * @see "A. Beilis: dlprimitives, src/gemm.cpp"
 * @see "S. Boehm: How to Optimize a CUDA Matmul Kernel for cuBLAS-like Performance, 2022"
 */
public final class WorkGroupTiles {
  private static final WorkGroupTile LARGE =
      new WorkGroupTile(128, 128, 16, 8, 8, 4, 4, 2); // dlprimitives
  private static final WorkGroupTile SHALLOW =
      new WorkGroupTile(128, 128, 8, 8, 8, 4, 4, 2); // Boehm
  private static final WorkGroupTile MEDIUM =
      new WorkGroupTile(64, 64, 16, 8, 8, 4, 4, 2); // dlprimitives
  private static final WorkGroupTile SMALL =
      new WorkGroupTile(32, 32, 32, 4, 4, 4, 4, 2); // dlprimitives

  /** For results of few columns or rows, of which each item has a part of one. */
  private static final WorkGroupTile NARROW = new WorkGroupTile(64, 4, 32, 1, 4, 1, 1, 2);

  /** All that are shipped: where a search begins. A test runs each. */
  public static final List<WorkGroupTile> SHIPPED =
      List.of(
          LARGE,
          SHALLOW,
          MEDIUM,
          SMALL,
          NARROW,
          new WorkGroupTile(128, 128, 16, 8, 8, 4, 4, 1),
          new WorkGroupTile(128, 128, 8, 8, 8, 4, 0, 2),
          new WorkGroupTile(64, 128, 32, 8, 8, 4, 4, 1), // CLBlast, Nvidia's Ampere and Ada
          new WorkGroupTile(128, 64, 32, 4, 8, 4, 4, 1), // CLBlast, RTX 4090
          new WorkGroupTile(32, 64, 32, 4, 4, 4, 4, 2), // CLBlast, A100
          new WorkGroupTile(128, 64, 16, 8, 4, 4, 4, 2), // CLBlast, AMD's RDNA 2
          new WorkGroupTile(64, 32, 32, 4, 4, 4, 4, 2), // CLBlast, RX 7900 XTX
          new WorkGroupTile(64, 128, 16, 4, 8, 4, 4, 2),
          new WorkGroupTile(128, 64, 8, 8, 8, 4, 4, 2),
          new WorkGroupTile(64, 64, 8, 8, 8, 4, 4, 2), // Boehm
          new WorkGroupTile(64, 64, 16, 4, 4, 4, 4, 2),
          new WorkGroupTile(64, 64, 16, 4, 4, 4, 0, 1),
          new WorkGroupTile(64, 64, 32, 4, 8, 2, 2, 1),
          new WorkGroupTile(96, 96, 16, 6, 6, 2, 2, 2), // dlprimitives, for convolutions on AMD
          new WorkGroupTile(32, 32, 16, 4, 4, 4, 4, 2),
          new WorkGroupTile(32, 32, 32, 2, 4, 2, 2, 2),
          new WorkGroupTile(32, 32, 16, 2, 2, 1, 1, 1),
          new WorkGroupTile(16, 16, 128, 1, 1, 1, 1, 1), // dlprimitives, for what is tiny
          new WorkGroupTile(16, 64, 32, 2, 4, 2, 2, 2),
          new WorkGroupTile(128, 8, 32, 2, 4, 2, 2, 1),
          new WorkGroupTile(64, 2, 64, 1, 2, 1, 1, 1),
          new WorkGroupTile(128, 4, 32, 1, 4, 1, 1, 2),
          new WorkGroupTile(64, 1, 64, 1, 1, 1, 1, 1));

  private WorkGroupTiles() {}

  /** Those that a device begins with, whose groups have so many bytes of local memory. */
  static List<WorkGroupTile> forLocalMemory(long bytes) {
    WorkGroupTile large = LARGE.localBytes() <= bytes ? LARGE : SHALLOW;
    return List.of(large, MEDIUM, SMALL, NARROW).stream()
        .filter(tile -> tile.localBytes() <= bytes)
        .toList();
  }
}
