package dev.flambeau.cpu.convolution;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.thread.ObjectPool;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.DType;

/**
 * Patches of images times gradients, over the positions of all images: rows are taps, columns
 * channels of the gradient. Threads share out leaves and blocks of taps; the leaves' sums are added
 * in their order.
 */
final class WeightGradientProduct {
  /** Taps whose patches are packed together: of a leaf 266 KB. */
  private static final int BLOCK = 64;

  /** Floats of the sums that wait to be added: what the second-level cache holds. */
  private static final int WAITING = 1 << 18;

  /** Leaves for each thread that wait at most. */
  private static final int LEAVES = 4;

  /** A thread computes about so many fma in a nanosecond. */
  private static final int SPEED = 30;

  /** Taps whose sums are stored together. */
  private static final int TURNED = 8;

  private static final int LEAF = Contraction.LEAF;

  private static final ObjectPool<PositionRuns> RUNS = new ObjectPool<>(PositionRuns::new);

  private final Tools tools;
  private final PanelProduct product;
  private final PaddedImages images;
  private final boolean readsTaps;

  private final int[] taps;
  private final int count;

  /** The taps tile by tile, and the last one as often as fills the last tile. */
  private final int[][] tiles;

  private final float[] gradient;
  private final int atGradient;
  private final int channels;
  private final int columns;
  private final int blocks;

  /** Floats of a row of sums, and of all of a leaf. */
  private final int stride;

  private final int ofLeaf;
  private final int atOnce;
  private final Workers.Work multiplying = this::multiply;
  private final Workers.Work adding = this::add;
  private final Workers.Work storing = this::store;

  // What is being computed.
  private float[] values = {};
  private int atValues;
  private float[] sums = {};
  private float[] total = {};
  private float[] weights = {};
  private int atWeights;
  private int firstLeaf;
  private int leaves;

  /**
   * @param g the output's gradient
   * @param firstChannel of it that is a column
   * @param columns how many are
   */
  WeightGradientProduct(
      Tools tools, PaddedImages images, int[] taps, View g, int firstChannel, int columns) {
    this.tools = tools;
    this.images = images;
    this.taps = taps;
    product = tools.product();
    readsTaps = product.readsTaps();
    count = taps.length;
    gradient = HostBuffer.floats(g);
    atGradient = g.offset() + firstChannel * images.ofImage();
    channels = g.type().shape().size(1);
    this.columns = columns;
    blocks = Math.max(1, (count + BLOCK - 1) / BLOCK);
    stride = Math.max(1, (columns + product.columns() - 1) / product.columns()) * product.columns();
    int rows = Math.max(1, (count + product.rows() - 1) / product.rows()) * product.rows();
    tiles = new int[readsTaps ? rows / product.rows() : 0][product.rows()];
    for (int i = 0; i < tiles.length * product.rows() && count > 0; i++) {
      tiles[i / product.rows()][i % product.rows()] = taps[Math.min(i, count - 1)];
    }
    ofLeaf = Math.multiplyExact(rows, stride);
    atOnce = Math.max(1, Math.min(WAITING / ofLeaf, LEAVES * tools.workers().threads()));
  }

  /** Computes it: a row for each channel, of a value for each tap, one behind the other. */
  void run(float[] padded, int atPadded, float[] into, int to) {
    values = padded;
    atValues = atPadded;
    weights = into;
    atWeights = to;
    int all = Math.max(1, (images.positions() + LEAF - 1) / LEAF);
    HostArray ofSums = tools.memory().take(DType.FLOAT32, Math.min(all, atOnce) * ofLeaf);
    HostArray ofTotal = tools.memory().take(DType.FLOAT32, all == 1 ? 0 : ofLeaf);
    sums = ((HostArray.Floats) ofSums).array();
    total = all == 1 ? sums : ((HostArray.Floats) ofTotal).array();
    for (firstLeaf = 0; firstLeaf < all; firstLeaf += leaves) {
      leaves = Math.min(atOnce, all - firstLeaf);
      int positions = Math.min(leaves * LEAF, images.positions() - firstLeaf * LEAF);
      long cost = (long) positions * count * (1 + columns / SPEED);
      tools.workers().split(leaves * blocks, cost, multiplying);
      if (all > 1) {
        tools.workers().split(count, (long) leaves * ofLeaf / 8, adding);
      }
    }
    tools.workers().split((count + TURNED - 1) / TURNED, ofLeaf, storing);
    values = sums = total = weights = new float[0];
    tools.memory().give(ofTotal);
    tools.memory().give(ofSums);
  }

  private void multiply(int from, int to) {
    HostArray ofPanels = tools.memory().take(DType.FLOAT32, LEAF * stride + PanelProduct.SLACK);
    HostArray ofRows =
        tools
            .memory()
            .take(DType.FLOAT32, readsTaps ? 0 : BLOCK * PanelProduct.APART + PanelProduct.SLACK);
    PositionRuns runs = RUNS.take();
    float[] panels = ((HostArray.Floats) ofPanels).array();
    float[] block = ((HostArray.Floats) ofRows).array();
    int packed = -1;
    int[] places = {};
    for (int item = from; item < to; item++) {
      int leaf = item / blocks;
      int first = (firstLeaf + leaf) * LEAF;
      int depth = Math.min(LEAF, images.positions() - first);
      if (leaf != packed) {
        packPanels(first, depth, panels);
        runs.set(images, atValues, first, depth);
        places = readsTaps ? runs.each() : places;
        packed = leaf;
      }
      int firstTap = item % blocks * BLOCK;
      if (readsTaps) {
        multiplyTaps(firstTap, places, depth, panels, leaf * ofLeaf);
      } else {
        multiplyRows(firstTap, runs, depth, block, panels, leaf * ofLeaf);
      }
    }
    RUNS.give(runs);
    tools.memory().give(ofRows);
    tools.memory().give(ofPanels);
  }

  /** A block of taps, packed. */
  private void multiplyRows(
      int firstTap, PositionRuns runs, int depth, float[] block, float[] panels, int to) {
    int some = Math.min(BLOCK, count - firstTap);
    product.pack(values, taps, firstTap, some, runs, block, PanelProduct.APART);
    for (int column = 0; column < columns; column += product.columns()) {
      int width = product.width(columns, column);
      for (int row = 0; row < some; row += product.rows()) {
        product.multiply(
            block,
            row * PanelProduct.APART,
            panels,
            column * LEAF,
            width,
            depth,
            sums,
            to + (firstTap + row) * stride + column,
            stride);
      }
    }
  }

  /** A block of taps where they lie. */
  private void multiplyTaps(int firstTap, int[] places, int depth, float[] panels, int to) {
    int end = Math.min(firstTap + BLOCK, count);
    for (int column = 0; column < columns; column += product.columns()) {
      int width = product.width(columns, column);
      for (int row = firstTap; row < end; row += product.rows()) {
        product.multiplyTaps(
            values,
            tiles[row / product.rows()],
            places,
            depth,
            panels,
            column * LEAF,
            width,
            sums,
            to + row * stride + column,
            stride);
      }
    }
  }

  /** The gradient of some positions, image by image. */
  private void packPanels(int first, int depth, float[] panels) {
    int ofImage = images.ofImage();
    for (int done = 0; done < depth; ) {
      int image = (first + done) / ofImage;
      int inImage = (first + done) % ofImage;
      int some = Math.min(depth - done, ofImage - inImage);
      int from = atGradient + image * channels * ofImage;
      Matrix turned = new Matrix(gradient, from, ofImage, columns, 1, ofImage);
      for (int column = 0; column < columns; column += product.columns()) {
        int to = column * LEAF + done * product.width(columns, column);
        product.packColumns(turned, column, inImage, some, panels, to);
      }
      done += some;
    }
  }

  /** Adds what the leaves have of some taps, in order. */
  private void add(int from, int to) {
    for (int leaf = 0; leaf < leaves; leaf++) {
      int start = leaf * ofLeaf;
      if (firstLeaf + leaf == 0) {
        System.arraycopy(sums, from * stride, total, from * stride, (to - from) * stride);
        continue;
      }
      for (int i = from * stride; i < to * stride; i++) {
        total[i] += sums[start + i];
      }
    }
  }

  /** Turns blocks of taps, so that cache lines are read and written once. */
  private void store(int from, int to) {
    for (int tap = from * TURNED; tap < Math.min(to * TURNED, count); tap += TURNED) {
      int some = Math.min(TURNED, count - tap);
      for (int column = 0; column < columns; column++) {
        int here = atWeights + column * count + tap;
        for (int i = 0; i < some; i++) {
          weights[here + i] = total[(tap + i) * stride + column];
        }
      }
    }
  }
}
