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

  /** Vectors of positions that are read where they lie at once. */
  private static final int VECTORS = 3;

  private static final ObjectPool<PositionRuns> RUNS = new ObjectPool<>(PositionRuns::new);

  private final Tools tools;
  private final PanelProduct product;
  private final PaddedImages images;
  private final int[] taps;
  private final PackedRows rows;
  private final ImageTarget target;
  private final Workers.Work work;
  private final Workers.Work imageByImage = this::images;

  /** Images that a thread pads for itself at once; 0 where all are padded before. */
  private final int atOnce;

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
    int held = images.image() == 0 ? 0 : PaddedImages.HELD / images.image();
    int each = images.images() / (2 * tools.workers().threads());
    atOnce = Math.min(held, each);
  }

  /** Whether threads may pad images for themselves, so that the copy does not leave the cache. */
  boolean mayPadItself() {
    return atOnce > 0;
  }

  /**
   * Computes it.
   *
   * @param all the images, from an element on
   * @param arePadded whether with their padding
   * @param packed the rows
   * @param last a number for each row, added last, if there is one
   */
  void run(
      float[] all,
      int atAll,
      boolean arePadded,
      float[] packed,
      float @Nullable [] last,
      int atLast,
      Epilogue epilogue) {
    values = all;
    atValues = atAll;
    weights = packed;
    bias = last;
    atBias = atLast;
    then = epilogue;
    long fma = (long) images.positions() * taps.length * (1 + rows.count() / SPEED);
    long cost = fma + then.nanoseconds();
    if (arePadded) {
      tools.workers().split(items(), cost, work);
    } else {
      tools.workers().split((images.images() + atOnce - 1) / atOnce, cost, imageByImage);
    }
    values = weights = new float[0];
  }

  /** How many panels there are, or vectors. */
  private int items() {
    return lanes == 0
        ? (images.positions() + product.columns() - 1) / product.columns()
        : images.positions() / images.ofRow() * perRow;
  }

  /** Whether nothing is read behind the last position. */
  boolean isExact() {
    return lanes > 0 && images.ofRow() % lanes == 0;
  }

  private void images(int from, int to) {
    int ofImage = images.image();
    HostArray ofImages = tools.memory().take(DType.FLOAT32, atOnce * ofImage + PaddedImages.SLACK);
    float[] padded = ((HostArray.Floats) ofImages).array();
    for (int item = from; item < to; item++) {
      int first = item * atOnce;
      int end = Math.min(first + atOnce, images.images());
      images.fill(values, atValues, padded, first, end - first);
      if (lanes == 0) {
        panels(padded, -first * ofImage, first * images.ofImage(), end * images.ofImage());
      } else {
        int vectors = images.ofImage() / images.ofRow() * perRow;
        vectors(padded, -first * ofImage, first * vectors, end * vectors);
      }
    }
    tools.memory().give(ofImages);
  }

  private void panels(int from, int to) {
    int end = Math.min(to * product.columns(), images.positions());
    panels(values, atValues, from * product.columns(), end);
  }

  /** Panels of the columns from one on up to another. */
  private void panels(float[] padded, int atPadded, int from, int end) {
    int deepest = Math.min(LEAF, taps.length);
    int floats = deepest * product.columns() + PanelProduct.SLACK;
    HostArray ofPanel = tools.memory().take(DType.FLOAT32, floats);
    HostArray ofSums = tools.memory().take(DType.FLOAT32, product.rows() * product.columns());
    PositionRuns runs = RUNS.take();
    float[] panel = ((HostArray.Floats) ofPanel).array();
    float[] sums = ((HostArray.Floats) ofSums).array();
    for (int column = from; column < end; column += product.columns()) {
      runs.set(images, atPadded, column, Math.min(product.columns(), end - column));
      panel(padded, column, end, runs, panel, sums);
    }
    target.then(then.part(), from, end - from, rows.count());
    RUNS.give(runs);
    tools.memory().give(ofSums);
    tools.memory().give(ofPanel);
  }

  private void panel(
      float[] padded, int column, int end, PositionRuns runs, float[] panel, float[] sums) {
    int columns = Math.min(product.columns(), end - column);
    int width = product.width(end, column);
    boolean isDirect = columns == width && isStored(column, columns);
    int firstK = 0;
    do {
      int depth = Math.min(LEAF, taps.length - firstK);
      boolean isLast = firstK + depth == taps.length;
      product.pack(padded, taps, firstK, depth, runs, panel, width);
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

  private void vectors(int from, int to) {
    vectors(values, atValues, from, to);
  }

  /** Three vectors of positions after the other, read where they lie. */
  private void vectors(float[] padded, int atPadded, int from, int to) {
    HostArray ofSums = tools.memory().take(DType.FLOAT32, product.rows() * VECTORS * lanes);
    float[] sums = ((HostArray.Floats) ofSums).array();
    int[] columns = new int[VECTORS];
    for (int vector = from; vector < to; vector += VECTORS) {
      // What is missing of the last ones is computed again.
      for (int v = 0; v < VECTORS; v++) {
        columns[v] = column(Math.min(vector + v, to - 1));
      }
      together(padded, atPadded, columns, Math.min(VECTORS, to - vector), sums);
    }
    int column = column(from);
    target.then(then.part(), column, column(to) - column, rows.count());
    tools.memory().give(ofSums);
  }

  private int column(int vector) {
    return vector / perRow * images.ofRow() + vector % perRow * lanes;
  }

  /** How many of the positions from a column on are those of a vector: it ends with their row. */
  private int width(int column) {
    return Math.min(lanes, images.ofRow() - column % images.ofRow());
  }

  /** Vectors that begin at some columns, of which so many are wanted. */
  private void together(float[] padded, int atPadded, int[] columns, int count, float[] sums) {
    boolean areWhole = count == VECTORS;
    for (int column : columns) {
      areWhole &= width(column) == lanes;
    }
    int stride = VECTORS * lanes;
    boolean isDirect = areWhole && isStored(columns[0], stride);
    int firstK = 0;
    do {
      int depth = Math.min(LEAF, taps.length - firstK);
      float[] last = firstK + depth == taps.length ? bias : null;
      for (int row = 0; row < rows.count(); row += product.rows()) {
        int some = Math.min(product.rows(), rows.count() - row);
        boolean isInPlace = isDirect && some == product.rows();
        product.multiplyDirectly(
            weights,
            rows.at(row, firstK),
            padded,
            taps,
            firstK,
            atPadded + images.place(columns[0]),
            atPadded + images.place(columns[1]),
            atPadded + images.place(columns[2]),
            depth,
            isInPlace ? target.array() : sums,
            isInPlace ? target.at(row, columns[0]) : 0,
            isInPlace ? target.sizes().elements() : stride);
        for (int v = 0; v < count && !isInPlace; v++) {
          int at = v * lanes;
          int column = columns[v];
          target.store(
              sums, at, stride, row, column, some, width(column), firstK == 0, last, atBias);
        }
      }
      firstK += depth;
    } while (firstK < taps.length);
  }
}
