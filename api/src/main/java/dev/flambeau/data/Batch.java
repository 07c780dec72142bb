package dev.flambeau.data;

import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.HostTensor;
import dev.flambeau.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The examples of one step, on the host.
 *
 * @param size the number of examples, N: the first axis of inputs and targets, unless their dataset
 *     says otherwise (as one of sequences with time first may)
 * @param inputs what the model is given
 * @param targets what it is to answer
 */
public record Batch(int size, Named<HostTensor> inputs, Named<HostTensor> targets)
    implements InputsAndTargets<HostTensor> {

  /**
   * @throws DatasetException if the size is negative, or inputs or targets are null
   */
  public Batch {
    Given.check(inputs, "inputs");
    Given.check(targets, "targets");
    if (size < 0) {
      throw new DatasetException("A batch of " + size + " examples; there must be 0 or more.");
    }
  }

  /**
   * A batch of one input and one target.
   *
   * @throws DatasetException if their first axes differ
   */
  public static Batch of(HostTensor input, HostTensor target) {
    return of(Named.of(INPUT, input), Named.of(TARGET, target));
  }

  /**
   * A batch of tensors whose first axis are the examples.
   *
   * @throws DatasetException if their first axes differ, or there is no input
   */
  public static Batch of(Named<HostTensor> inputs, Named<HostTensor> targets) {
    return new Batch(Examples.count(inputs, targets), inputs, targets);
  }

  /**
   * The batch on a device, in the caller's scope.
   *
   * @throws dev.flambeau.backend.OutOfDeviceMemoryException if there is no room; nothing is left
   *     behind
   */
  public DeviceBatch on(Device device) {
    List<Tensor> made = new ArrayList<>(inputs.size() + targets.size());
    try {
      inputs.values().forEach(values -> made.add(device.tensor(values)));
      targets.values().forEach(values -> made.add(device.tensor(values)));
    } catch (RuntimeException | Error e) {
      made.forEach(Tensor::close);
      throw e;
    }
    return DeviceBatch.of(inputs.names(), targets.names(), made);
  }
}
