package dev.flambeau.cpu.convolution;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.product.Matrix;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.Contraction;
import dev.flambeau.op.DType;

/**
 * The gradient of a weight whose groups have one channel and one row each: images and gradient are
 * turned so that the channels of a panel lie side by side, and each is a chain of its own. A group
 * by itself would be a product with one column.
 *
 * <p>Threads share out panels of channels and leaves; the leaves' sums are added in their order.
 */
final class ChannelGradient {
  /** Floats of images that are turned together at most, and of sums that wait to be added. */
  private static final long MOST = 1 << 20;

  /** Fewer channels are not worth a vector. */
  private static final int FEW = 4;

  /** Rows that are turned together, which the first-level cache holds. */
  private static final int TURNED = 128;

  /** Parts of the leaves for each thread. */
  private static final int PARTS = 2;

  private static final int LEAF = Contraction.LEAF;

  private final Tools tools;
  private final PanelProduct product;
  private final PaddedImages images;
  private final int[] taps;
  private final float[] gradient;
  private final int atGradient;
  private final int channels;
  private final int leaves;
  private final int panels;
  private final int parts;

  /** Floats of the sums of a tap, and of all of a leaf. */
  private final int stride;

  private final int ofLeaf;
  private final Workers.Work multiplying = this::multiply;

  // What is being computed.
  private float[] values = {};
  private float[] sums = {};

  /**
   * @param g the output's gradient
   */
  ChannelGradient(Tools tools, PaddedImages images, View g) {
    this.tools = tools;
    this.images = images;
    product = tools.product();
    taps = images.taps(0, 1);
    gradient = HostBuffer.floats(g);
    atGradient = g.offset();
    channels = g.type().shape().size(1);
    leaves = leaves(images);
    panels = (channels + product.columns() - 1) / product.columns();
    parts = Math.min(leaves, Math.max(1, PARTS * tools.workers().threads() / panels));
    stride = panels * product.columns();
    ofLeaf = (taps.length + product.channelTaps()) * stride;
  }

  private static int leaves(PaddedImages images) {
    return Math.max(1, (images.positions() + LEAF - 1) / LEAF);
  }

  /** How many images a leaf has a part of at most. */
  private static int slots(PaddedImages images) {
    return Math.min(images.images(), (LEAF - 2) / Math.max(1, images.ofImage()) + 2);
  }

  /** Whether there are channels for lanes, and what is turned stays in the cache. */
  static boolean isWorthIt(Tools tools, PaddedImages images, int channels) {
    long turned = (long) slots(images) * images.plane() * tools.product().columns();
    long waiting = (long) leaves(images) * channels * images.taps(0, 1).length;
    boolean hasLanes = tools.product().channelTaps() > 0 && channels >= FEW;
    return hasLanes && images.positions() > 0 && turned <= MOST && waiting <= MOST;
  }

  /** Computes it: a value for each tap, channel by channel. */
  void run(float[] padded, float[] weights, int to) {
    values = padded;
    HostArray ofSums = tools.memory().take(DType.FLOAT32, Math.multiplyExact(leaves, ofLeaf));
    sums = ((HostArray.Floats) ofSums).array();
    long cost = (long) images.positions() * channels * (2 + taps.length / 8);
    tools.workers().split(panels * parts, cost, multiplying);
    for (int leaf = 1; leaf < leaves; leaf++) {
      add(sums, leaf * ofLeaf, taps.length * stride);
    }
    for (int channel = 0; channel < channels; channel++) {
      for (int tap = 0; tap < taps.length; tap++) {
        weights[to + channel * taps.length + tap] = sums[tap * stride + channel];
      }
    }
    values = sums = new float[0];
    tools.memory().give(ofSums);
  }

  private static void add(float[] sums, int from, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += sums[from + i];
    }
  }

  private void multiply(int from, int to) {
    int most = product.columns();
    HostArray ofImages = tools.memory().take(DType.FLOAT32, slots(images) * images.plane() * most);
    HostArray ofGradient = tools.memory().take(DType.FLOAT32, LEAF * most);
    float[] turned = ((HostArray.Floats) ofImages).array();
    float[] g = ((HostArray.Floats) ofGradient).array();
    int[] places = new int[Math.min(LEAF, images.positions())];
    for (int item = from; item < to; item++) {
      int channel = item / parts * most;
      int part = item % parts;
      int first = (int) ((long) leaves * part / parts);
      int end = (int) ((long) leaves * (part + 1) / parts);
      leaves(channel, first, end, turned, g, places);
    }
    tools.memory().give(ofGradient);
    tools.memory().give(ofImages);
  }

  private void leaves(int channel, int first, int end, float[] turned, float[] g, int[] places) {
    int width = product.width(channels, channel);
    int firstImage = -1;
    int lastImage = -1;
    for (int leaf = first; leaf < end; leaf++) {
      int position = leaf * LEAF;
      int depth = Math.min(LEAF, images.positions() - position);
      int firstOfLeaf = position / Math.max(1, images.ofImage());
      int lastOfLeaf = (position + depth - 1) / Math.max(1, images.ofImage());
      if (firstOfLeaf != firstImage || lastOfLeaf != lastImage) {
        firstImage = firstOfLeaf;
        lastImage = lastOfLeaf;
        turnImages(channel, firstImage, lastImage, turned, width);
      }
      turnGradient(channel, position, depth, g, width);
      for (int k = 0; k < depth; k++) {
        places[k] = images.inPlane(position + k) * width;
        places[k] += ((position + k) / images.ofImage() - firstImage) * images.plane() * width;
      }
      product.multiplyChannels(
          turned, taps, places, depth, g, width, sums, leaf * ofLeaf + channel, stride);
    }
  }

  private void turnImages(int channel, int first, int last, float[] turned, int width) {
    for (int image = first; image <= last; image++) {
      int from = images.plane(image, 0);
      int apart = images.plane(0, 1);
      Matrix planes = new Matrix(values, from, images.plane(), channels, 1, apart);
      turn(planes, channel, 0, images.plane(), turned, (image - first) * images.plane(), width);
    }
  }

  private void turnGradient(int channel, int position, int depth, float[] g, int width) {
    int ofImage = images.ofImage();
    for (int done = 0; done < depth; ) {
      int image = (position + done) / ofImage;
      int inImage = (position + done) % ofImage;
      int some = Math.min(depth - done, ofImage - inImage);
      int from = atGradient + image * channels * ofImage;
      Matrix planes = new Matrix(gradient, from, ofImage, channels, 1, ofImage);
      turn(planes, channel, inImage, some, g, done, width);
      done += some;
    }
  }

  private void turn(
      Matrix planes, int channel, int row, int count, float[] into, int to, int width) {
    for (int done = 0; done < count; done += TURNED) {
      int some = Math.min(TURNED, count - done);
      product.packColumns(planes, channel, row + done, some, into, (to + done) * width);
    }
  }
}
