package dev.flambeau.train;

import dev.flambeau.op.Draw;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.RandomState;
import dev.flambeau.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The random numbers of a training step: a key for each shard, which lies on the device and is
 * brought anew before each run, unless that is of a plan which draws nothing.
 */
final class StepRandom implements AutoCloseable {
  private final long seed;
  private final int shards;
  private @Nullable Tensor keys;
  private boolean draws;

  StepRandom(long seed, int shards) {
    this.seed = seed;
    this.shards = shards;
  }

  /** Brings the keys of a step to a device. */
  void bring(Device device, long step) {
    int[] values = new int[shards * Draw.KEY];
    for (int shard = 0; shard < shards; shard++) {
      int[] key = RandomState.key(seed, Math.toIntExact(step), shard);
      System.arraycopy(key, 0, values, shard * Draw.KEY, Draw.KEY);
    }
    keys = device.bring(HostTensor.of(values, shards, Draw.KEY), keys);
    draws = false;
  }

  /** Whether anything was drawn since the keys were brought. */
  boolean hasDrawn() {
    return draws;
  }

  /** Computes what belongs to a shard of the step, with the numbers that it may draw. */
  Tensor during(int shard, Supplier<Tensor> code) {
    Tensor key = keys.slice(0, shard, shard + 1).reshape(Draw.KEY);
    try (RandomState random = RandomState.open(key)) {
      Tensor value = code.get();
      draws |= random.draws() > 0;
      return value;
    }
  }

  @Override
  public void close() {
    if (keys != null) {
      keys.close();
      keys = null;
    }
  }
}
