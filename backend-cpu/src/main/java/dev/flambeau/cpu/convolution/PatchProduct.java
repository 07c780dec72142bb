package dev.flambeau.cpu.convolution;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.DType;
import org.jspecify.annotations.Nullable;

/**
 * Rows of weights times the patches of images: threads share out the positions, and each packs the
 * patches of a panel of them, of one leaf of k, into its first-level cache, where the rows pass by.
 *
 * @see "P. San Juan, A. Castelló, M. Dolz, P. Alonso-Jordá, E. Quintana-Ortí, High Performance and
 *     Portable Convolution Operators for Multicore Processors, 2020: the packer reads patches"
 */
final class PatchProduct {
  /** A thread computes about so many fma in a nanosecond. */
  private static final int SPEED = 30;

  private static final int LEAF = Contraction.LEAF;

  private static final ObjectPool<PositionRuns> RUNS = new ObjectPool<>(PositionRuns::new);

  private final Tools tools;
  private final PanelProduct product;
  private final PaddedImages images;
  private final int[] taps;
  private final PackedRows rows;
  private final ImageTarget target;
  private final Workers.Work work;

  /** Positions of a vector that is read where it lies, and how many such a row has; or 0. */
  private final int lanes;

  private final int perRow;

  // What is being computed.
  private float[] values = {};
  private int atValues;
  private float[] weights = {};
  private float @Nullable [] bias;
  private int atBias;
  private Epilogue then = Epilogue.NOTHING;

  /**
   * @param taps what k goes through
   */
  PatchProduct(Tools tools, PaddedImages images, int[] taps, PackedRows rows, ImageTarget target) {
    this.tools = tools;
    product = tools.product();
    this.images = images;
    this.taps = taps;
    this.rows = rows;
    this.target = target;
    lanes = product.direct(images.ofRow(), rows.count());
    perRow = lanes == 0 ? 0 : (images.ofRow() + lanes - 1) / lanes;
    work = lanes == 0 ? this::panels : this::vectors;
  }

  /**
   * Computes it.
   *
   * @param padded the images, from an element on
   * @param packed the rows
   * @param last a number for each row, added last, if there is one
   */
  void run(
      float[] padded,
      int atPadded,
      float[] packed,
      float @Nullable [] last,
      int atLast,
      Epilogue epilogue) {
    values = padded;
    atValues = atPadded;
    weights = packed;
    bias = last;
    atBias = atLast;
    then = epilogue;
    int positions = images.positions();
    int items =
        lanes == 0
            ? (positions + product.columns() - 1) / product.columns()
            : positions / images.ofRow() * perRow;
    long cost = (long) positions * taps.length * (1 + rows.count() / SPEED);
    tools.workers().split(items, cost + then.nanoseconds(), work);
    values = weights = new float[0];
  }

  /** Whether nothing is read behind the last position. */
  boolean isExact() {
    return lanes > 0 && images.ofRow() % lanes == 0;
  }

  private void panels(int from, int to) {
    int columns = product.columns();
    int deepest = Math.min(LEAF, taps.length);
    HostArray ofPanel = tools.memory().take(DType.FLOAT32, deepest * columns + PanelProduct.SLACK);
    HostArray ofSums = tools.memory().take(DType.FLOAT32, product.rows() * columns);
    PositionRuns runs = RUNS.take();
    float[] panel = ((HostArray.Floats) ofPanel).array();
    float[] sums = ((HostArray.Floats) ofSums).array();
    int end = Math.min(to * columns, images.positions());
    for (int column = from * columns; column < end; column += columns) {
      panel(column, Math.min(columns, end - column), runs, panel, sums);
    }
    target.then(then.part(), from * columns, end - from * columns, rows.count());
    RUNS.give(runs);
    tools.memory().give(ofSums);
    tools.memory().give(ofPanel);
  }

  private void panel(int column, int columns, PositionRuns runs, float[] panel, float[] sums) {
    runs.set(images, atValues, column, columns);
    int width = product.width(images.positions(), column);
    boolean isDirect = columns == width && isStored(column, columns);
    int firstK = 0;
    do {
      int depth = Math.min(LEAF, taps.length - firstK);
      boolean isLast = firstK + depth == taps.length;
      product.pack(values, taps, firstK, depth, runs, panel, width);
      for (int row = 0; row < rows.count(); row += product.rows()) {
        int some = Math.min(product.rows(), rows.count() - row);
        int at = rows.at(row, firstK);
        if (isDirect && some == product.rows()) {
          int to = target.at(row, column);
          product.multiply(
              weights, at, panel, 0, width, depth, target.array(), to, target.sizes().elements());
          continue;
        }
        product.multiply(weights, at, panel, 0, width, depth, sums, 0, width);
        float[] last = isLast ? bias : null;
        target.store(sums, 0, width, row, column, some, columns, firstK == 0, last, atBias);
      }
      firstK += depth;
    } while (firstK < taps.length);
  }

  /** Whether sums of some columns are results, and lie as these do. */
  private boolean isStored(int column, int columns) {
    return taps.length <= LEAF && bias == null && target.isOneRun(column, columns);
  }

  /** Two vectors of positions after the other, read where they lie. */
  private void vectors(int from, int to) {
    HostArray ofSums = tools.memory().take(DType.FLOAT32, product.rows() * 2 * lanes);
    float[] sums = ((HostArray.Floats) ofSums).array();
    for (int vector = from; vector < to; vector += 2) {
      // An odd last one is computed twice.
      two(column(vector), column(Math.min(vector + 1, to - 1)), vector + 1 < to, sums);
    }
    int column = column(from);
    target.then(then.part(), column, column(to) - column, rows.count());
    tools.memory().give(ofSums);
  }

  private int column(int vector) {
    return vector / perRow * images.ofRow() + vector % perRow * lanes;
  }

  private void two(int left, int right, boolean areTwo, float[] sums) {
    int atLeft = atValues + images.place(left);
    int atRight = atValues + images.place(right);
    int leftColumns = Math.min(lanes, images.ofRow() - left % images.ofRow());
    int rightColumns = Math.min(lanes, images.ofRow() - right % images.ofRow());
    boolean areWhole = areTwo && leftColumns == lanes && rightColumns == lanes;
    boolean isDirect = areWhole && isStored(left, 2 * lanes);
    int firstK = 0;
    do {
      int depth = Math.min(LEAF, taps.length - firstK);
      boolean isFirst = firstK == 0;
      float[] last = firstK + depth == taps.length ? bias : null;
      for (int row = 0; row < rows.count(); row += product.rows()) {
        int some = Math.min(product.rows(), rows.count() - row);
        int at = rows.at(row, firstK);
        if (isDirect && some == product.rows()) {
          product.multiplyDirectly(
              weights,
              at,
              values,
              taps,
              firstK,
              atLeft,
              atRight,
              depth,
              target.array(),
              target.at(row, left),
              target.sizes().elements());
          continue;
        }
        int stride = 2 * lanes;
        product.multiplyDirectly(
            weights, at, values, taps, firstK, atLeft, atRight, depth, sums, 0, stride);
        target.store(sums, 0, stride, row, left, some, leftColumns, isFirst, last, atBias);
        if (areTwo) {
          target.store(sums, lanes, stride, row, right, some, rightColumns, isFirst, last, atBias);
        }
      }
      firstK += depth;
    } while (firstK < taps.length);
  }
}
