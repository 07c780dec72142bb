package dev.flambeau.cpu.vector.product;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.DType;

/**
 * One matrix product by tiles, a leaf of k at a time: b is packed as a whole, then the output's
 * tiles are shared out, and whoever has some packs their rows of a. The order of tiles is that of
 * K. Goto and R. van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008): a block of
 * rows of a stays in the second-level cache while the panels of b pass by, and what the first-level
 * cache holds of a panel stays there while the rows pass by: {@link Blocking}.
 *
 * <p>Tall tiles can read operands where they lie, and do so where packing costs more than it saves:
 * b where it is small or read by few rows, a where it is multiplied by few columns.
 */
final class TiledRun implements Runnable {
  private static final int ROWS = ProductTile.ROWS;
  private static final int COLUMNS = ProductTile.COLUMNS;

  private static final float[] NONE = {};

  /** Floats of the panels that stay in the first-level cache while rows pass by. */
  private static final int GROUP = 1 << 13;

  /** Floats of b that are not worth packing, and rows that do not read it often enough. */
  private static final int SMALL = 1 << 14;

  private static final int FEW_ROWS = 32;

  /** Columns too few for packed rows of a, and for b to lie scattered. */
  private static final int FEW_COLUMNS = 128;

  /** Items for each thread, where there are panels enough. */
  private static final int ITEMS = 4;

  /** A thread computes about so many fma in a nanosecond, and packs so many values. */
  private static final int SPEED = 40;

  private static final int PACKING_SPEED = 4;

  private static final ObjectPool<LeftRows> LEFTS =
      new ObjectPool<>(() -> new LeftRows(Blocking.OURS.rows()));
  private static final ObjectPool<float[]> SUMS =
      new ObjectPool<>(() -> new float[Blocking.OURS.rows() * COLUMNS]);

  private final Workers workers;
  private final HostMemory memory;
  private final ProductOperands operands;
  private final Epilogue then;
  private final boolean readsLeft;
  private final int panels;

  private final int mostDepth;

  /** Rows of a block, that are packed together, and how many blocks there are. */
  private final int height;

  private final int blocks;

  /** In how many parts each block's columns are shared out. */
  private final int spans;

  /** The first panel of b that is packed. */
  private final int firstPacked;

  private final Workers.Work packing = this::pack;
  private final Workers.Work multiplying = this::multiply;

  // The leaf that is being added.
  private float[] packed = NONE;
  private long leaf;
  private int firstK;
  private int depth;

  /** Panels that stay in cache together; one where its sums are to go on. */
  private int group;

  /**
   * @param then what follows from c, which may lie transposed
   */
  TiledRun(Workers workers, HostMemory memory, ProductOperands operands, Epilogue then) {
    this(workers, memory, operands, then, Blocking.OURS);
  }

  /**
   * @param blocking of no more rows than {@link Blocking#OURS}
   */
  TiledRun(
      Workers workers,
      HostMemory memory,
      ProductOperands operands,
      Epilogue then,
      Blocking blocking) {
    this.workers = workers;
    this.memory = memory;
    this.operands = operands;
    this.then = then;
    Matrix a = operands.a();
    Matrix b = operands.b();
    readsLeft = ProductTile.IS_TALL && a.columnStride() == 1 && b.columns() <= FEW_COLUMNS;
    boolean isSmall = (long) b.rows() * b.columns() <= SMALL || b.rowStride() <= FEW_COLUMNS;
    boolean isCheap = isSmall || a.rows() <= FEW_ROWS;
    boolean readsRight = ProductTile.IS_TALL && b.columnStride() == 1 && isCheap;
    panels = RightPanels.panels(b.columns());
    mostDepth = blocking.depth();
    height = LeftRows.height(a.rows(), b.columns(), workers.threads(), blocking.rows());
    blocks = (a.rows() + height - 1) / height;
    spans = Math.min(panels, (ITEMS * workers.threads() + blocks - 1) / blocks);
    firstPacked = readsRight ? b.columns() / COLUMNS : 0;
  }

  @Override
  public void run() {
    Matrix a = operands.a();
    int columns = operands.b().columns() - firstPacked * COLUMNS;
    int deepest = Math.min(Contraction.LEAF, a.columns());
    HostArray scratch = memory.take(DType.FLOAT32, RightPanels.floats(columns, deepest));
    packed = ((HostArray.Floats) scratch).array();
    firstK = 0;
    do {
      depth = Math.min(Contraction.LEAF, a.columns() - firstK);
      runLeaf();
      firstK += depth;
    } while (firstK < a.columns());
    packed = NONE;
    memory.give(scratch);
  }

  private void runLeaf() {
    Matrix c = operands.c();
    leaf = LeftRows.number();
    group = depth > mostDepth ? 1 : Math.max(1, GROUP / (COLUMNS * Math.max(1, depth)));
    int count = panels - firstPacked;
    workers.split(count, (long) count * COLUMNS * depth / PACKING_SPEED, packing);
    long packingLeft = readsLeft ? 0 : (long) c.rows() * depth / PACKING_SPEED;
    long cost = packingLeft + (long) c.rows() * c.columns() * depth / SPEED;
    workers.split(blocks * spans, cost + then.nanoseconds(), multiplying);
  }

  private void pack(int from, int to) {
    for (int i = from; i < to; i++) {
      int column = (firstPacked + i) * COLUMNS;
      RightPanels.pack(operands.b(), column, firstK, depth, packed, i * COLUMNS * depth);
    }
  }

  /** An item is what some panels of b contribute to one block of rows. */
  private void multiply(int from, int to) {
    LeftRows left = LEFTS.take();
    float[] sums = SUMS.take();
    for (int item = from; item < to; item++) {
      int firstRow = item / spans * height;
      int endRow = Math.min(firstRow + height, operands.c().rows());
      int span = item % spans;
      boolean isPacked = !readsLeft || endRow % ROWS != 0;
      if (isPacked) {
        left.pack(leaf, operands.a(), firstRow, endRow, firstK, depth);
      }
      float[] rows = isPacked ? left.array() : operands.a().array();
      int at = isPacked ? 0 : operands.a().at(firstRow, firstK);
      int lda = isPacked ? LeftRows.stride(operands.a()) : operands.a().rowStride();
      int endPanel = firstPanel(span + 1);
      for (int panel = firstPanel(span); panel < endPanel; panel += group) {
        int groupEnd = Math.min(panel + group, endPanel);
        // What is cut is a group of one panel.
        int deepest = ProductTile.goesOn(lda, width(panel)) ? mostDepth : Contraction.LEAF;
        for (int k = 0; k == 0 || k < depth; k += deepest) {
          int some = Math.min(deepest, depth - k);
          for (int row = firstRow; row < endRow; row += ROWS) {
            int tile = at + LeftRows.tile(row - firstRow, lda);
            for (int p = panel; p < groupEnd; p++) {
              multiply(rows, tile, lda, row, p, k, some, sums, (row - firstRow) * COLUMNS);
            }
          }
        }
      }
      if (firstK + depth == operands.a().columns()) {
        int column = firstPanel(span) * COLUMNS;
        int endColumn = Math.min(endPanel * COLUMNS, operands.c().columns());
        then.part().run(firstRow, column, endRow - firstRow, endColumn - column);
      }
    }
    SUMS.give(sums);
    LEFTS.give(left);
  }

  private int width(int panel) {
    return RightPanels.width(operands.c().columns(), panel * COLUMNS);
  }

  private int firstPanel(int span) {
    return (int) ((long) panels * span / spans);
  }

  /**
   * One tile, over some values of k from one of the leaf's on: stored where it belongs, or, where
   * that is not all, in scratch first.
   */
  private void multiply(
      float[] left,
      int at,
      int lda,
      int row,
      int panel,
      int k,
      int some,
      float[] sums,
      int atSums) {
    Matrix b = operands.b();
    Matrix c = operands.c();
    int column = panel * COLUMNS;
    int rows = Math.min(ROWS, c.rows() - row);
    int columns = Math.min(COLUMNS, c.columns() - column);
    int width = width(panel);
    Matrix last = firstK + depth == operands.a().columns() ? operands.bias() : null;
    boolean isWhole = rows == ROWS && columns == width;
    boolean isDirect = isWhole && c.columnStride() == 1 && firstK == 0 && last == null;
    boolean isPacked = panel >= firstPacked;
    float[] right = isPacked ? packed : b.array();
    int ldb = isPacked ? width : b.rowStride();
    int atB = isPacked ? (panel - firstPacked) * COLUMNS * depth : b.at(firstK, column);
    float[] to = isDirect ? c.array() : sums;
    int atTo = isDirect ? c.at(row, column) : atSums;
    int ldTo = isDirect ? c.rowStride() : COLUMNS;
    if (k == 0) {
      ProductTile.multiply(left, at, lda, right, atB, ldb, width, some, to, atTo, ldTo);
    } else {
      ProductTile.proceed(left, at + k, right, atB + k * ldb, ldb, some, to, atTo, ldTo);
    }
    if (!isDirect && k + some == depth) {
      LeafSums.merge(sums, atSums, COLUMNS, c, row, column, rows, columns, firstK == 0, last);
    }
  }
}
