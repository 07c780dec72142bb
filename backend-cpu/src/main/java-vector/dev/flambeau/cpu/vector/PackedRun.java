package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostMemory;
import dev.flambeau.cpu.parallel.Matrix;
import dev.flambeau.cpu.parallel.Product;
import dev.flambeau.cpu.parallel.Scratch;
import dev.flambeau.cpu.parallel.Workers;
import dev.flambeau.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * One matrix product from packed operands, a leaf of k at a time: what must be packed is, then the
 * output's tiles are shared out. The order of tiles is that of K. Goto and R. van de Geijn, Anatomy
 * of High-Performance Matrix Multiplication (2008): a block of rows of a stays in the second-level
 * cache while the panels of b pass by. A leaf needs no cutting of k: a panel of b is read again
 * from the second-level cache for each tile, which takes a third of what that delivers.
 */
final class PackedRun implements Runnable {
  private static final int ROWS = ProductTile.ROWS;
  private static final int COLUMNS = ProductTile.COLUMNS;
  private static final float[] NO_TERMS = ProductTile.noTerms();

  private static final float[] NONE = {};

  /** Rows that are packed at once: their scratch stays below 20 MB, however many there are. */
  private static final int MOST_ROWS = 4096;

  /** Tiles below each other whose rows stay in cache: 260 KB at the longest leaf. */
  private static final int BLOCK = 64 / ROWS;

  /** Floats of the panels that stay beside them. */
  private static final int GROUP = 1 << 13;

  /** A thread computes about so many fma in a nanosecond, and packs so many values. */
  private static final int SPEED = 40;

  private static final int PACKING_SPEED = 4;

  /** For so few columns a copy of the left rows costs more than it saves. */
  private static final int FEW_COLUMNS = 256;

  private final Workers workers;
  private final HostMemory memory;
  private final Matrix a;
  private final Matrix b;
  private final @Nullable Matrix bias;
  private final Matrix c;
  private final boolean leftLiesWell;
  private final int panels;
  private final Scratch<float[]> tiles = new Scratch<>(() -> new float[ROWS * COLUMNS]);
  private final Workers.Work packing = this::pack;
  private final Workers.Work multiplying = this::multiply;

  // What is being computed: some rows of the output, and one leaf.
  private float[] packed = NONE;
  private int firstRow;
  private int rows;
  private int firstK;
  private int depth;

  /**
   * @param bias what is added with the last leaf, if there is something: a matrix like c, that
   *     repeats one row or one column
   */
  PackedRun(
      Workers workers, HostMemory memory, Matrix a, Matrix b, @Nullable Matrix bias, Matrix c) {
    this.workers = workers;
    this.memory = memory;
    this.a = a;
    this.b = b;
    this.bias = bias;
    this.c = c;
    panels = RightPanels.panels(b.columns());
    // Rows far apart meet in few sets of the cache, which matters if they are read often.
    boolean isClose = a.rowStride() <= LeftRows.APART;
    leftLiesWell = a.columnStride() == 1 && (isClose || b.columns() <= FEW_COLUMNS);
  }

  @Override
  public void run() {
    int deepest = Math.min(Product.LEAF, a.columns());
    int floats = leftFloats() + RightPanels.floats(b.columns(), deepest);
    HostArray scratch = memory.take(DType.FLOAT32, floats);
    packed = ((HostArray.Floats) scratch).array();
    for (firstRow = 0; firstRow < c.rows(); firstRow += MOST_ROWS) {
      rows = Math.min(MOST_ROWS, c.rows() - firstRow);
      firstK = 0;
      do {
        depth = Math.min(Product.LEAF, a.columns() - firstK);
        runLeaf();
        firstK += depth;
      } while (firstK < a.columns());
    }
    packed = NONE;
    memory.give(scratch);
  }

  private int leftFloats() {
    return LeftRows.floats(leftLiesWell ? ROWS : Math.min(MOST_ROWS, c.rows()));
  }

  private void runLeaf() {
    long values = (long) (packedTiles() * ROWS + panels * COLUMNS) * depth;
    workers.split(packedTiles() + panels, values / PACKING_SPEED, packing);
    int blocks = (LeftRows.tiles(rows) + BLOCK - 1) / BLOCK;
    long cost = (long) rows * c.columns() * depth / SPEED;
    workers.split(blocks * groups(), cost, multiplying);
  }

  /** Where rows lie well, only those that fill no tile are packed. */
  private int packedTiles() {
    int all = LeftRows.tiles(rows);
    return leftLiesWell ? all - rows / ROWS : all;
  }

  private void pack(int from, int to) {
    int left = packedTiles();
    int firstTile = LeftRows.tiles(rows) - left;
    for (int item = from; item < to; item++) {
      if (item < left) {
        int row = firstRow + (firstTile + item) * ROWS;
        LeftRows.pack(a, row, firstK, depth, packed, item * ROWS * LeftRows.APART);
      } else {
        int panel = item - left;
        RightPanels.pack(b, panel * COLUMNS, firstK, depth, packed, panelAt(panel));
      }
    }
  }

  private int panelAt(int panel) {
    return leftFloats() + panel * COLUMNS * depth;
  }

  /** Panels that stay in cache together. */
  private int width() {
    return Math.max(1, GROUP / (COLUMNS * Math.max(1, depth)));
  }

  private int groups() {
    return (panels + width() - 1) / width();
  }

  /** An item is what some panels of b contribute to one block of tiles. */
  private void multiply(int from, int to) {
    float[] scratch = tiles.take();
    int groups = groups();
    int allTiles = LeftRows.tiles(rows);
    for (int item = from; item < to; item++) {
      int firstTile = item / groups * BLOCK;
      int firstPanel = item % groups * width();
      int endPanel = Math.min(firstPanel + width(), panels);
      for (int tile = firstTile; tile < Math.min(firstTile + BLOCK, allTiles); tile++) {
        for (int panel = firstPanel; panel < endPanel; panel++) {
          multiply(tile, panel, scratch);
        }
      }
    }
    tiles.give(scratch);
  }

  private void multiply(int tile, int panel, float[] scratch) {
    int row = firstRow + tile * ROWS;
    int column = panel * COLUMNS;
    boolean isTall = tile * ROWS + ROWS <= rows;
    boolean isWhole = isTall && column + COLUMNS <= c.columns();
    boolean isDirect = isWhole && c.columnStride() == 1;
    boolean isLast = firstK + depth == a.columns();
    float[] target = isDirect ? c.array() : scratch;
    int to = isDirect ? c.at(row, column) : 0;
    int stride = isDirect ? c.rowStride() : COLUMNS;
    if (isDirect && firstK > 0) {
      multiply(tile, row, isTall, panel, target, to, stride, target, to, stride);
      if (isLast && bias != null) {
        addRow(bias.array(), bias.at(row, column), target, to, stride);
      }
    } else if (isDirect && isLast && bias != null) {
      int at = bias.at(row, column);
      multiply(tile, row, isTall, panel, bias.array(), at, 0, target, to, stride);
    } else {
      multiply(tile, row, isTall, panel, NO_TERMS, 0, 0, target, to, stride);
    }
    if (!isDirect) {
      merge(scratch, row, column, isLast ? bias : null);
    }
  }

  private void multiply(
      int tile,
      int row,
      boolean isTall,
      int panel,
      float[] terms,
      int atTerms,
      int termStride,
      float[] target,
      int to,
      int stride) {
    boolean liesWell = leftLiesWell && isTall;
    int firstPacked = leftLiesWell ? rows / ROWS : 0;
    ProductTile.multiply(
        liesWell ? a.array() : packed,
        liesWell ? a.at(row, firstK) : (tile - firstPacked) * ROWS * LeftRows.APART,
        liesWell ? a.rowStride() : LeftRows.APART,
        packed,
        panelAt(panel),
        depth,
        terms,
        atTerms,
        termStride,
        target,
        to,
        stride);
  }

  /** Adds the same row to each row of a tile: a bias after several leaves. */
  private static void addRow(float[] row, int at, float[] sums, int to, int stride) {
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        sums[to + i * stride + j] += row[at + j];
      }
    }
  }

  /** Puts a tile's sums in their place in c, or adds them to what is there, then adds a term. */
  private void merge(float[] sums, int row, int column, @Nullable Matrix last) {
    float[] result = c.array();
    int endRow = Math.min(row + ROWS, firstRow + rows);
    int endColumn = Math.min(column + COLUMNS, c.columns());
    for (int i = row; i < endRow; i++) {
      for (int j = column; j < endColumn; j++) {
        float sum = sums[(i - row) * COLUMNS + j - column];
        int at = c.at(i, j);
        float total = firstK == 0 ? sum : result[at] + sum;
        result[at] = last == null ? total : total + last.array()[last.at(i, j)];
      }
    }
  }
}
