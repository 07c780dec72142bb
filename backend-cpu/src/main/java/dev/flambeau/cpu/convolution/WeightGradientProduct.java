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
  /** Taps whose patches are packed together at most: of a leaf 266 KB. */
  private static final int MOST_PACKED = 64;

  /** Floats of the sums that wait to be added: what the second-level cache holds. */
  private static final int WAITING = 1 << 18;

  /** Leaves for each thread that wait at most. */
  private static final int LEAVES = 4;

  /** A thread computes about so many fma in a nanosecond. */
  private static final int SPEED = 30;

  /** Taps whose sums are stored together: a line of the cache. */
  private static final int TURNED = 16;

  private static final int LEAF = Contraction.LEAF;

  private static final ObjectPool<PositionRuns> RUNS = new ObjectPool<>(PositionRuns::new);

  private final Tools tools;
  private final PanelProduct product;
  private final PaddedImages images;

  /** Rows of a tile, and whether these are taps that are read where they lie. */
  private final int ofTile;

  /** Taps of a block, whole tiles. */
  private final int ofBlock;

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
  private final Workers.Work multiplyingOnce = this::multiplyOnce;
  private final Workers.Work adding = this::add;
  private final Workers.Work storing = this::store;

  // What is being computed.
  private float[] values = {};
  private int atValues;
  private boolean padsItself;
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
    readsTaps = product.taps() > 0;
    ofTile = readsTaps ? product.taps() : product.rows();
    ofBlock = Math.max(1, MOST_PACKED / ofTile) * ofTile;
    count = taps.length;
    gradient = HostBuffer.floats(g);
    atGradient = g.offset() + firstChannel * images.ofImage();
    channels = g.type().shape().size(1);
    this.columns = columns;
    blocks = Math.max(1, (count + ofBlock - 1) / ofBlock);
    stride = Math.max(1, (columns + product.columns() - 1) / product.columns()) * product.columns();
    int rows = Math.max(1, (count + ofTile - 1) / ofTile) * ofTile;
    tiles = new int[readsTaps ? rows / ofTile : 0][ofTile];
    for (int i = 0; i < tiles.length * ofTile && count > 0; i++) {
      tiles[i / ofTile][i % ofTile] = taps[Math.min(i, count - 1)];
    }
    ofLeaf = Math.multiplyExact(rows, stride);
    atOnce = Math.max(1, Math.min(WAITING / ofLeaf, LEAVES * tools.workers().threads()));
  }

  /**
   * Whether threads may pad the images of a leaf for themselves, so that the copy does not leave
   * the cache: of large images a leaf needs a part alone.
   */
  boolean mayPadItself() {
    int ofImage = images.ofImage();
    return ofImage > 0
        && ofImage <= LEAF
        && (long) mostOfLeaf() * images.image() <= PaddedImages.HELD;
  }

  /** Images that a leaf has any part of, at most. */
  private int mostOfLeaf() {
    int whole = LEAF / images.ofImage();
    return Math.min(LEAF % images.ofImage() == 0 ? whole : whole + 2, images.images());
  }

  private int ownImages() {
    return padsItself ? mostOfLeaf() * images.image() + PaddedImages.SLACK : 0;
  }

  /**
   * Computes it: a row for each channel, of a value for each tap, one behind the other.
   *
   * @param all the images, from an element on
   * @param arePadded whether with their padding
   */
  void run(float[] all, int atAll, boolean arePadded, float[] into, int to) {
    values = all;
    atValues = atAll;
    padsItself = !arePadded;
    weights = into;
    atWeights = to;
    int allLeaves = Math.max(1, (images.positions() + LEAF - 1) / LEAF);
    if (allLeaves == 1) {
      long cost = (long) images.positions() * count * (1 + columns / SPEED);
      tools.workers().split(blocks, cost + ofLeaf, multiplyingOnce);
      values = weights = new float[0];
      return;
    }
    HostArray ofSums = tools.memory().take(DType.FLOAT32, Math.min(allLeaves, atOnce) * ofLeaf);
    HostArray ofTotal = tools.memory().take(DType.FLOAT32, ofLeaf);
    sums = ((HostArray.Floats) ofSums).array();
    total = ((HostArray.Floats) ofTotal).array();
    for (firstLeaf = 0; firstLeaf < allLeaves; firstLeaf += leaves) {
      leaves = Math.min(atOnce, allLeaves - firstLeaf);
      int positions = Math.min(leaves * LEAF, images.positions() - firstLeaf * LEAF);
      long cost = (long) positions * count * (1 + columns / SPEED);
      tools.workers().split(leaves * blocks, cost, multiplying);
      tools.workers().split(count, (long) leaves * ofLeaf / 8, adding);
    }
    tools.workers().split((count + TURNED - 1) / TURNED, ofLeaf, storing);
    values = sums = total = weights = new float[0];
    tools.memory().give(ofTotal);
    tools.memory().give(ofSums);
  }

  /** Blocks of some leaves. */
  private void multiply(int from, int to) {
    try (Panels panels = new Panels()) {
      for (int item = from; item < to; item++) {
        int leaf = item / blocks;
        int firstTap = item % blocks * ofBlock;
        panels.pack(firstLeaf + leaf);
        panels.multiply(firstTap, sums, leaf * ofLeaf + firstTap * stride);
      }
    }
  }

  /** Blocks of the only leaf, whose sums are the gradient: they go there from the cache. */
  private void multiplyOnce(int from, int to) {
    HostArray ofSums = tools.memory().take(DType.FLOAT32, ofBlock * stride);
    float[] own = ((HostArray.Floats) ofSums).array();
    try (Panels panels = new Panels()) {
      panels.pack(0);
      for (int block = from; block < to; block++) {
        int firstTap = block * ofBlock;
        panels.multiply(firstTap, own, 0);
        store(own, 0, firstTap, Math.min(firstTap + ofBlock, count));
      }
    }
    tools.memory().give(ofSums);
  }

  /** The gradient at the positions of a leaf, packed, and where these are. */
  private final class Panels implements AutoCloseable {
    private final HostArray ofPanels =
        tools.memory().take(DType.FLOAT32, LEAF * stride + PanelProduct.SLACK);
    private final HostArray ofImages = tools.memory().take(DType.FLOAT32, ownImages());
    private final HostArray ofRows =
        tools
            .memory()
            .take(DType.FLOAT32, readsTaps ? 0 : ofBlock * PanelProduct.APART + PanelProduct.SLACK);
    private final PositionRuns runs = RUNS.take();
    private final float[] panels = ((HostArray.Floats) ofPanels).array();
    private final float[] block = ((HostArray.Floats) ofRows).array();
    private final float[] own = ((HostArray.Floats) ofImages).array();
    private int[] places = {};
    private int packed = -1;
    private int depth;

    void pack(int leaf) {
      if (leaf == packed) {
        return;
      }
      int first = leaf * LEAF;
      depth = Math.min(LEAF, images.positions() - first);
      packPanels(first, depth, panels);
      if (padsItself) {
        int image = first / images.ofImage();
        int end = (first + depth - 1) / images.ofImage() + 1;
        images.fill(values, atValues, own, image, end - image);
        runs.set(images, -image * images.image(), first, depth);
      } else {
        runs.set(images, atValues, first, depth);
      }
      places = readsTaps ? runs.each() : places;
      packed = leaf;
    }

    /** Stores the sums of a block of taps. */
    void multiply(int firstTap, float[] into, int to) {
      float[] padded = padsItself ? own : values;
      if (readsTaps) {
        multiplyTaps(padded, firstTap, places, depth, panels, into, to);
      } else {
        multiplyRows(padded, firstTap, runs, depth, block, panels, into, to);
      }
    }

    @Override
    public void close() {
      RUNS.give(runs);
      tools.memory().give(ofImages);
      tools.memory().give(ofRows);
      tools.memory().give(ofPanels);
    }
  }

  /** A block of taps, packed. */
  private void multiplyRows(
      float[] padded,
      int firstTap,
      PositionRuns runs,
      int depth,
      float[] block,
      float[] panels,
      float[] into,
      int to) {
    int some = Math.min(ofBlock, count - firstTap);
    product.pack(padded, taps, firstTap, some, runs, block, PanelProduct.APART);
    for (int column = 0; column < columns; column += product.columns()) {
      int width = product.width(columns, column);
      for (int row = 0; row < some; row += ofTile) {
        product.multiply(
            block,
            row * PanelProduct.APART,
            panels,
            column * LEAF,
            width,
            depth,
            into,
            to + row * stride + column,
            stride);
      }
    }
  }

  /** A block of taps where they lie. */
  private void multiplyTaps(
      float[] padded, int firstTap, int[] places, int depth, float[] panels, float[] into, int to) {
    int end = Math.min(firstTap + ofBlock, count);
    for (int column = 0; column < columns; column += product.columns()) {
      int width = product.width(columns, column);
      for (int row = firstTap; row < end; row += ofTile) {
        product.multiplyTaps(
            padded,
            tiles[row / ofTile],
            places,
            depth,
            panels,
            column * LEAF,
            width,
            into,
            to + (row - firstTap) * stride + column,
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

  private void store(int from, int to) {
    store(total, from * TURNED, from * TURNED, Math.min(to * TURNED, count));
  }

  /** Turns the sums of some taps, by lines of the cache. */
  private void store(float[] of, int firstRow, int firstTap, int end) {
    for (int tap = firstTap; tap < end; tap += TURNED) {
      int some = Math.min(TURNED, end - tap);
      int row = firstRow + tap - firstTap;
      for (int column = 0; column < columns; column++) {
        int here = atWeights + column * count + tap;
        for (int i = 0; i < some; i++) {
          weights[here + i] = of[(row + i) * stride + column];
        }
      }
    }
  }
}
