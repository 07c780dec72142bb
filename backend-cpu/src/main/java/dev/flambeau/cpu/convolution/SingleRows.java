package dev.flambeau.cpu.convolution;

import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Single rows of weights times the patches of images, one for each group of channels: a tile of
 * many rows would be empty but for one. Threads share out the images' channels, or blocks of rows
 * of those, over all groups together, since each is little work.
 *
 * <p>A block is computed as one run of positions as they lie in the padded image, and what lies
 * between its rows is dropped: rows are often shorter than vectors.
 */
final class SingleRows {
  /** A thread computes about so many fma in a nanosecond. */
  private static final int SPEED = 8;

  /** Positions of a block, if a row has no more: their sums stay in the first-level cache. */
  private static final int BLOCK = 2048;

  private static final int LEAF = Contraction.LEAF;

  private final Tools tools;
  private final PaddedImages images;
  private final PackedRows packed;
  private final List<int[]> taps = new ArrayList<>();
  private final List<ImageTarget> targets = new ArrayList<>();
  private final Workers.Work work = this::blocks;

  /** Rows of positions in a block, and blocks of an image's channel, in each of its planes. */
  private final int height;

  private final int ofPlane;
  private final int ofChannel;

  // What is being computed.
  private float[] values = {};
  private float[] weights = {};
  private float @Nullable [] bias;
  private int atBias;
  private Epilogue then = Epilogue.NOTHING;

  SingleRows(Tools tools, PaddedImages images, PackedRows packed) {
    this.tools = tools;
    this.images = images;
    this.packed = packed;
    height = Math.max(1, BLOCK / Math.max(1, images.pitch()));
    ofPlane = (images.rowsOfPlane() + height - 1) / height;
    ofChannel = images.planesOfImage() * ofPlane;
  }

  /** Adds a group. */
  void add(int[] tapsOfGroup, ImageTarget target) {
    taps.add(tapsOfGroup);
    targets.add(target);
  }

  /**
   * Computes it.
   *
   * @param padded the images
   * @param rows the weights, group by group
   * @param last a number for each group, added last, if there is one
   */
  void run(float[] padded, float[] rows, float @Nullable [] last, int atLast, Epilogue epilogue) {
    values = padded;
    weights = rows;
    bias = last;
    atBias = atLast;
    then = epilogue;
    int channels = images.images() * taps.size();
    long cost = (long) images.positions() * taps.size() * (1 + packed.depth() / SPEED);
    tools.workers().split(channels * ofChannel, cost + then.nanoseconds(), work);
    values = weights = new float[0];
  }

  private void blocks(int from, int to) {
    int floats = height * images.pitch() + PanelProduct.SLACK;
    HostArray ofSums = tools.memory().take(DType.FLOAT32, floats);
    float[] sums = ((HostArray.Floats) ofSums).array();
    for (int item = from; item < to; item++) {
      int channel = item / ofChannel;
      block(channel / taps.size(), channel % taps.size(), item % ofChannel, sums);
    }
    tools.memory().give(ofSums);
  }

  private void block(int image, int group, int number, float[] sums) {
    int row = number % ofPlane * height;
    int rows = Math.min(height, images.rowsOfPlane() - row);
    int above = image * images.planesOfImage() + number / ofPlane;
    int position = (above * images.rowsOfPlane() + row) * images.ofRow();
    int place = images.place(position);
    int count = (rows - 1) * images.pitch() + images.ofRow();
    int columns = rows * images.ofRow();
    ImageTarget target = targets.get(group);
    int firstK = 0;
    do {
      int depth = Math.min(LEAF, packed.depth() - firstK);
      int at = group * packed.floats() + packed.at(0, firstK);
      int[] tap = taps.get(group);
      tools.product().multiplyRow(weights, at, values, tap, firstK, place, depth, sums, count);
      closeUp(sums, rows);
      float[] last = firstK + depth == packed.depth() ? bias : null;
      target.store(sums, 0, 0, 0, position, 1, columns, firstK == 0, last, atBias + group);
      firstK += depth;
    } while (firstK < packed.depth());
    target.then(then.part(), position, columns, 1);
  }

  /** Drops what lies between rows. */
  private void closeUp(float[] sums, int rows) {
    int apart = images.pitch();
    int length = images.ofRow();
    for (int row = 1; row < rows && apart > length; row++) {
      System.arraycopy(sums, row * apart, sums, row * length, length);
    }
  }
}
