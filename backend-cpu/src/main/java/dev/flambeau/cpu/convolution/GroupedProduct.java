package dev.flambeau.cpu.convolution;

import dev.flambeau.backend.View;
import dev.flambeau.cpu.memory.HostArray;
import dev.flambeau.cpu.memory.HostBuffer;
import dev.flambeau.cpu.product.Epilogue;
import dev.flambeau.cpu.thread.Workers;
import dev.flambeau.op.DType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Weights times the patches of some images, a group of channels after the other. */
final class GroupedProduct implements Runnable {
  /** Packs some of the rows of a group. */
  @FunctionalInterface
  interface Rows {
    void pack(int group, float[] into, int first, int end);
  }

  private final Tools tools;
  private final PaddedImages images;
  private final View input;
  private final PackedRows packed;
  private final @Nullable View bias;
  private final Epilogue then;
  private final List<PatchProduct> groups = new ArrayList<>();
  private final List<Workers.Work> packing = new ArrayList<>();
  private float[] weights = {};

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
  }

  /** Adds a group. */
  void add(int[] taps, Rows rows, ImageTarget target) {
    int group = groups.size();
    groups.add(new PatchProduct(tools, images, taps, packed, target));
    packing.add((first, end) -> rows.pack(group, weights, first, end));
  }

  @Override
  public void run() {
    HostArray ofImages = tools.memory().take(DType.FLOAT32, images.floats());
    HostArray ofWeights = tools.memory().take(DType.FLOAT32, packed.floats());
    float[] values = ((HostArray.Floats) ofImages).array();
    weights = ((HostArray.Floats) ofWeights).array();
    images.fill(HostBuffer.floats(input), input.offset(), values, tools.workers());
    float[] last = bias == null ? null : HostBuffer.floats(bias);
    int atLast = bias == null ? 0 : bias.offset();
    for (int group = 0; group < groups.size(); group++) {
      long cost = (long) packed.count() * packed.depth() / 4;
      tools.workers().split(packed.count(), cost, packing.get(group));
      groups.get(group).run(values, weights, last, atLast + group * packed.count(), then);
    }
    weights = new float[0];
    tools.memory().give(ofWeights);
    tools.memory().give(ofImages);
  }
}
