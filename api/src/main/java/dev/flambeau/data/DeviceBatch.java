package dev.flambeau.data;

import dev.flambeau.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** The examples of one step, as tensors on a device. It does not own them: a scope does. */
public final class DeviceBatch implements InputsAndTargets<Tensor> {
  private final Named<Tensor> inputs;
  private final Named<Tensor> targets;
  private final List<Tensor> tensors;

  /** A batch of these inputs and targets. */
  public DeviceBatch(Named<Tensor> inputs, Named<Tensor> targets) {
    this.inputs = Given.check(inputs, "inputs");
    this.targets = Given.check(targets, "targets");
    this.tensors = Stream.concat(inputs.values().stream(), targets.values().stream()).toList();
  }

  /** A batch of one input and one target. */
  public static DeviceBatch of(Tensor input, Tensor target) {
    return new DeviceBatch(Named.of(INPUT, input), Named.of(TARGET, target));
  }

  /** A batch of one input, with nothing to compare an answer with. */
  public static DeviceBatch of(Tensor input) {
    return new DeviceBatch(Named.of(INPUT, input), Named.none());
  }

  static DeviceBatch of(List<String> inputs, List<String> targets, List<Tensor> tensors) {
    return new DeviceBatch(
        new Named<>(inputs, tensors.subList(0, inputs.size())),
        new Named<>(targets, tensors.subList(inputs.size(), tensors.size())));
  }

  @Override
  public Named<Tensor> inputs() {
    return inputs;
  }

  @Override
  public Named<Tensor> targets() {
    return targets;
  }

  /** All tensors: the inputs in their order, then the targets. The same list at each call. */
  public List<Tensor> tensors() {
    return tensors;
  }

  /**
   * The names of this batch over other tensors.
   *
   * @param others as many as {@link #tensors}, in that order
   * @throws DatasetException if there are not as many
   */
  public DeviceBatch with(List<Tensor> others) {
    if (others.size() != tensors.size()) {
      throw new DatasetException(
          "Expected a tensor for each of "
              + inputs.names()
              + " and "
              + targets.names()
              + ", was given "
              + others.size()
              + ".");
    }
    return of(inputs.names(), targets.names(), others);
  }

  @Override
  public String toString() {
    return "DeviceBatch[inputs=" + inputs + ", targets=" + targets + "]";
  }
}
