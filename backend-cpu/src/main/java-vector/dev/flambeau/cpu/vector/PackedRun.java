package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.cpu.parallel.Product;
import dev.flambeau.cpu.parallel.Scratch;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.op.DType;

/**
 * One matrix product from packed operands, a leaf of k at a time: b is packed as a whole, then the
 * output's tiles are shared out, and whoever has some packs their rows of a. The order of tiles is
 * that of K. Goto and R. van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008): a
 * block of rows of a stays in the second-level cache while the panels of b pass by. A leaf needs no
 * cutting of k: a panel of b is read again from the second-level cache for each tile, at half of
 * what that delivers.
 */
final class PackedRun implements Runnable {
  private static final int ROWS = ProductTile.ROWS;
  private static final int COLUMNS = ProductTile.COLUMNS;

  private static final float[] NONE = {};

  /** Floats of the panels that stay in the first-level cache while rows pass by. */
  private static final int GROUP = 1 << 13;

  /** A thread computes about so many fma in a nanosecond, and packs so many values. */
  private static final int SPEED = 40;

  private static final int PACKING_SPEED = 4;

  private static final Scratch<LeftRows> LEFTS = new Scratch<>(LeftRows::new);
  private static final Scratch<float[]> TILES = new Scratch<>(() -> new float[ROWS * COLUMNS]);

  private final Workers workers;
  private final HostMemory memory;
  private final Operands operands;
  private final int panels;
  private final Workers.Work packing = this::pack;
  private final Workers.Work multiplying = this::multiply;

  // The leaf that is being added.
  private float[] packed = NONE;
  private long leaf;
  private int firstK;
  private int depth;

  PackedRun(Workers workers, HostMemory memory, Operands operands) {
    this.workers = workers;
    this.memory = memory;
    this.operands = operands;
    panels = RightPanels.panels(operands.b().columns());
  }

  @Override
  public void run() {
    Matrix a = operands.a();
    int deepest = Math.min(Product.LEAF, a.columns());
    HostArray scratch =
        memory.take(DType.FLOAT32, RightPanels.floats(operands.b().columns(), deepest));
    packed = ((HostArray.Floats) scratch).array();
    firstK = 0;
    do {
      depth = Math.min(Product.LEAF, a.columns() - firstK);
      runLeaf();
      firstK += depth;
    } while (firstK < a.columns());
    packed = NONE;
    memory.give(scratch);
  }

  private void runLeaf() {
    Matrix c = operands.c();
    leaf = LeftRows.number();
    workers.split(panels, (long) panels * COLUMNS * depth / PACKING_SPEED, packing);
    long packingLeft = (long) c.rows() * depth / PACKING_SPEED;
    long cost = packingLeft + (long) c.rows() * c.columns() * depth / SPEED;
    workers.split(LeftRows.blocks(c.rows()) * groups(), cost, multiplying);
  }

  private void pack(int from, int to) {
    for (int panel = from; panel < to; panel++) {
      RightPanels.pack(operands.b(), panel * COLUMNS, firstK, depth, packed, panelAt(panel));
    }
  }

  private int panelAt(int panel) {
    return panel * COLUMNS * depth;
  }

  /** Panels that stay in cache together. */
  private int width() {
    return Math.max(1, GROUP / (COLUMNS * Math.max(1, depth)));
  }

  private int groups() {
    return (panels + width() - 1) / width();
  }

  /** An item is what some panels of b contribute to one block of rows. */
  private void multiply(int from, int to) {
    LeftRows left = LEFTS.take();
    float[] scratch = TILES.take();
    int groups = groups();
    for (int item = from; item < to; item++) {
      int block = item / groups;
      int firstRow = block * LeftRows.ROWS;
      int endRow = Math.min(firstRow + LeftRows.ROWS, operands.c().rows());
      int firstPanel = item % groups * width();
      int endPanel = Math.min(firstPanel + width(), panels);
      left.pack(leaf, operands.a(), block, firstK, depth);
      for (int row = firstRow; row < endRow; row += ROWS) {
        for (int panel = firstPanel; panel < endPanel; panel++) {
          multiply(left.array(), row, panel, scratch);
        }
      }
    }
    TILES.give(scratch);
    LEFTS.give(left);
  }

  /** One tile: stored where it belongs, or, at an edge, in scratch first. */
  private void multiply(float[] left, int row, int panel, float[] scratch) {
    Matrix c = operands.c();
    int column = panel * COLUMNS;
    int rows = Math.min(ROWS, c.rows() - row);
    int columns = Math.min(COLUMNS, c.columns() - column);
    boolean isWhole = rows == ROWS && columns == COLUMNS;
    Matrix last = firstK + depth == operands.a().columns() ? operands.bias() : null;
    // Only one term can be added as a tile is stored.
    boolean isDirect = isWhole && c.columnStride() == 1 && (firstK == 0 || last == null);
    Matrix terms = firstK > 0 ? c : last;
    boolean hasTerms = isDirect && terms != null;
    ProductTile.multiply(
        left,
        row % LeftRows.ROWS * LeftRows.APART,
        packed,
        panelAt(panel),
        depth,
        hasTerms ? terms.array() : ProductTile.NO_TERMS,
        hasTerms ? terms.at(row, column) : 0,
        hasTerms ? terms.rowStride() : 0,
        isDirect ? c.array() : scratch,
        isDirect ? c.at(row, column) : 0,
        isDirect ? c.rowStride() : COLUMNS);
    if (!isDirect) {
      LeafSums.merge(scratch, COLUMNS, c, row, column, rows, columns, firstK == 0, last);
    }
  }
}
