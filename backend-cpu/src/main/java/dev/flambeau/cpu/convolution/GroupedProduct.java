package dev.flambeau.cpu.convolution;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.op.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weights times the patches of some images, a group of channels after the other. */
final class GroupedProduct implements Runnable {
  /** Packs some of the rows of a group, of which the first one's values go to an element. */
  @FunctionalInterface
  interface Rows {
    void pack(int group, float[] into, int to, int first, int end);
  }

  private final Tools tools;
  private final PaddedImages images;
  private final View input;
  private final PackedRows packed;
  private final @Nullable View bias;
  private final Epilogue then;
  private final List<PatchProduct> groups = new ArrayList<>();
  private final List<Rows> packing = new ArrayList<>();
  private final SingleRows singles;

  GroupedProduct(
      Tools tools,
      PaddedImages images,
      View input,
      PackedRows packed,
      @Nullable View bias,
      Epilogue then) {
    this.tools = tools;
    this.images = images;
    this.input = input;
    this.packed = packed;
    this.bias = bias;
    this.then = then;
    singles = new SingleRows(tools, images, packed);
  }

  /** Adds a group. */
  void add(int[] taps, Rows rows, ImageTarget target) {
    packing.add(rows);
    if (packed.count() == 1) {
      singles.add(taps, target);
    } else {
      groups.add(new PatchProduct(tools, images, taps, packed, target));
    }
  }

  @Override
  public void run() {
    boolean areSingles = packed.count() == 1;
    boolean areThere = !areSingles && images.arePlain(input, groups.get(0).isExact());
    boolean arePaddedApart = areThere || groups.size() == 1 && groups.get(0).mayPadItself();
    HostArray ofImages = tools.memory().take(DType.FLOAT32, arePaddedApart ? 0 : images.floats());
    int atOnce = areSingles ? packing.size() : 1;
    HostArray ofWeights =
        tools.memory().take(DType.FLOAT32, Math.multiplyExact(atOnce, packed.floats()));
    float[] values = ((HostArray.Floats) ofImages).array();
    float[] weights = ((HostArray.Floats) ofWeights).array();
    if (arePaddedApart) {
      runGroups(HostBuffer.floats(input), input.offset(), areThere, weights);
    } else {
      images.fill(HostBuffer.floats(input), input.offset(), values, tools.workers());
      if (areSingles) {
        runSingles(values, weights);
      } else {
        runGroups(values, 0, true, weights);
      }
    }
    tools.memory().give(ofWeights);
    tools.memory().give(ofImages);
  }

  private void runSingles(float[] values, float[] weights) {
    tools
        .workers()
        .split(
            packing.size(),
            (long) packing.size() * packed.depth() / 4,
            (first, end) -> {
              for (int group = first; group < end; group++) {
                packing.get(group).pack(group, weights, group * packed.floats(), 0, 1);
              }
            });
    float[] last = bias == null ? null : HostBuffer.floats(bias);
    singles.run(values, weights, last, bias == null ? 0 : bias.offset(), then);
  }

  private void runGroups(float[] values, int atValues, boolean arePadded, float[] weights) {
    float[] last = bias == null ? null : HostBuffer.floats(bias);
    int atLast = bias == null ? 0 : bias.offset();
    long cost = (long) packed.count() * packed.depth() / 4;
    for (int i = 0; i < groups.size(); i++) {
      int group = i;
      tools
          .workers()
          .split(
              packed.count(),
              cost,
              (first, end) -> packing.get(group).pack(group, weights, 0, first, end));
      int atBias = atLast + group * packed.count();
      groups.get(group).run(values, atValues, arePadded, weights, last, atBias, then);
    }
  }
}
