package dev.flambeau.data;

import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;

/**
 * The examples of one step, on the host.
 *
 * @param size the number of examples, N: the first axis of inputs and targets, unless their dataset
 *     says otherwise (as one of sequences with time first may)
 * @param inputs what the model is given
 * @param targets what it is to answer
 */
public record Batch(int size, Values inputs, Rows targets) {

  /** The inputs on a device: FLOAT32, in the caller's scope. */
  public Tensor input(Device device) {
    return inputs.to(device);
  }

  /** The targets on a device: INT32 labels or FLOAT32 values, in the caller's scope. */
  public Tensor target(Device device) {
    return targets.to(device);
  }
}
