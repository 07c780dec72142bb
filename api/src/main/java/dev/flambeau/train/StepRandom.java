package dev.flambeau.train;

import dev.flambeau.op.Draw;
import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.RandomState;
import dev.flambeau.tensor.Scope;
import dev.flambeau.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The random numbers of a training step: a key for each shard, which lies on the device and is
 * brought anew before each run, unless that is of a plan which draws nothing.
 */
final class StepRandom implements AutoCloseable {
  private final long seed;
  private final HostTensor.Ints numbers;
  private @Nullable Tensor keys;
  private boolean draws;

  StepRandom(long seed, int shards) {
    this.seed = seed;
    this.numbers = new HostTensor.Ints(Shape.of(shards, Draw.KEY), new int[shards * Draw.KEY]);
  }

  /** Brings the keys of a step to a device. */
  void bring(Device device, long step) {
    Tensor known = keys;
    draws = false;
    int[] values = numbers.values();
    for (int shard = 0; shard < numbers.shape().size(0); shard++) {
      int[] key = RandomState.key(seed, Math.toIntExact(step), shard);
      System.arraycopy(key, 0, values, shard * Draw.KEY, Draw.KEY);
    }
    if (known != null && known.device() == device) {
      known.write(numbers);
    } else {
      close();
      keys = Scope.outside(() -> device.tensor(numbers));
    }
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
