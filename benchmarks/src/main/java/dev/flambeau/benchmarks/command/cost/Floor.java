package dev.flambeau.benchmarks.command.cost;

import dev.flambeau.benchmarks.command.network.LayerSize;
import java.util.List;

/**
 * What a step takes at least, in seconds: its products at the peak of multiply-add, then Adam's
 * update at the speed of a copy. One after the other, since the update waits for the gradients.
 *
 * @param arithmetic 2·M·N·K of every product, forward and backward
 * @param update parameters, gradients and both moments read, all but the gradients written
 */
public record Floor(double arithmetic, double update) {
  private static final int TENSORS_MOVED = 7;

  public static Floor of(List<LayerSize> layers, long parameters, Peak peak) {
    double flops = layers.stream().mapToDouble(LayerSize::flops).sum();
    double bytes = (double) TENSORS_MOVED * Float.BYTES * parameters;
    return new Floor(flops / peak.flops(), bytes / peak.bytes());
  }

  public double seconds() {
    return arithmetic + update;
  }
}
