package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.cpu.parallel.Product;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products from packed operands, a leaf of k at a time: both are packed, then the output's
 * tiles are shared out. The order of tiles is that of K. Goto and R. van de Geijn, Anatomy of
 * High-Performance Matrix Multiplication (2008): a block of rows of a stays in the second-level
 * cache while the panels of b pass by. A leaf needs no cutting of k: a panel of b is read again
 * from the second-level cache for each tile, which takes a third of what that delivers.
 */
final class PackedProduct implements Product {
  /** Rows that are packed at once: their scratch stays below 20 MB, however many there are. */
  private static final int MOST_ROWS = 4096;

  /** Tiles below each other whose rows stay in cache: 260 KB at the longest leaf. */
  private static final int BLOCK = 64 / ProductTile.ROWS;

  /** Floats of the panels that stay beside them. */
  private static final int GROUP = 1 << 13;

  /** With fewer, a tile is mostly padding. */
  private static final int FEWEST_ROWS = 3;

  /** A thread computes about so many fma in a nanosecond, and packs so many values. */
  private static final int SPEED = 40;

  private static final int PACKING_SPEED = 4;

  private final Workers workers;
  private final HostMemory memory;
  private final Product unpacked;

  /**
   * @param unpacked for products that are not worth packing
   */
  PackedProduct(Workers workers, HostMemory memory, Product unpacked) {
    this.workers = workers;
    this.memory = memory;
    this.unpacked = unpacked;
  }

  @Override
  public Matrix dense(Matrix matrix, HostArray scratch) {
    return unpacked.dense(matrix, scratch);
  }

  @Override
  public void multiply(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
    if (c.rows() < FEWEST_ROWS) {
      unpacked.multiply(a, b, bias, c);
      return;
    }
    Matrix repeated =
        bias == null ? null : new Matrix(bias.array(), bias.offset(), c.rows(), c.columns(), 0, 1);
    if (packing(b.transposed(), a.transposed()) < packing(a, b)) {
      Matrix turned = repeated == null ? null : repeated.transposed();
      multiplyInParts(b.transposed(), a.transposed(), turned, c.transposed());
    } else {
      multiplyInParts(a, b, repeated, c);
    }
  }

  /** At how many rows and columns values must be gathered one by one. */
  private static long packing(Matrix a, Matrix b) {
    long left = a.columnStride() == 1 ? 0 : a.rows();
    long right = b.columnStride() == 1 ? 0 : b.columns();
    return left + right;
  }

  private void multiplyInParts(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
    for (int row = 0; row < c.rows(); row += MOST_ROWS) {
      int rows = Math.min(MOST_ROWS, c.rows() - row);
      Matrix part = bias == null ? null : bias.rows(row, rows);
      multiplyPacked(a.rows(row, rows), b, part, c.rows(row, rows));
    }
  }

  private void multiplyPacked(Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
    int floats = LeftRows.floats(c.rows());
    int deepest = Math.min(LEAF, a.columns());
    HostArray scratch =
        memory.take(DType.FLOAT32, floats + RightPanels.floats(c.columns(), deepest));
    float[] packed = ((HostArray.Floats) scratch).array();
    int firstK = 0;
    do {
      int depth = Math.min(LEAF, a.columns() - firstK);
      LeftRows left = new LeftRows(packed, 0, depth);
      RightPanels right = new RightPanels(packed, floats, depth);
      pack(left, a, right, b, firstK);
      firstK += depth;
      boolean isLast = firstK == a.columns();
      multiply(new ProductLeaf(left, right, c, firstK == depth, isLast ? bias : null));
    } while (firstK < a.columns());
    memory.give(scratch);
  }

  private void pack(LeftRows left, Matrix a, RightPanels right, Matrix b, int firstK) {
    int tiles = LeftRows.tiles(a.rows());
    int panels = RightPanels.panels(b.columns());
    long values = (long) (a.rows() + b.columns()) * left.depth();
    workers.split(
        tiles + panels,
        values / PACKING_SPEED,
        (from, to) -> {
          for (int item = from; item < to; item++) {
            if (item < tiles) {
              left.pack(item, a, firstK);
            } else {
              right.pack(item - tiles, b, firstK);
            }
          }
        });
  }

  /** An item is what some panels of b contribute to one block of tiles. */
  private void multiply(ProductLeaf leaf) {
    Matrix c = leaf.c();
    int depth = leaf.left().depth();
    int tiles = LeftRows.tiles(c.rows());
    int panels = RightPanels.panels(c.columns());
    int width = Math.max(1, GROUP / (ProductTile.COLUMNS * Math.max(1, depth)));
    int groups = (panels + width - 1) / width;
    int blocks = (tiles + BLOCK - 1) / BLOCK;
    workers.split(
        blocks * groups,
        (long) c.rows() * c.columns() * depth / SPEED,
        (from, to) -> {
          float[] scratch = ProductLeaf.tile();
          for (int item = from; item < to; item++) {
            int tile = item / groups * BLOCK;
            int panel = item % groups * width;
            int endTile = Math.min(tile + BLOCK, tiles);
            leaf.multiply(tile, endTile, panel, Math.min(panel + width, panels), scratch);
          }
        });
  }
}
