package dev.flambeau.torch;

import dev.flambeau.op.DType;
import dev.flambeau.tensor.HostTensor;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Inputs of a line, and what PyTorch makes of them.
 *
 * @param inputs by name, in order
 * @param output what comes out
 * @param weights the output's gradient, where one was taken
 * @param gradients of each input, by name; empty where there is none
 */
record Run(
    Map<String, HostTensor> inputs,
    HostTensor output,
    Optional<HostTensor> weights,
    Map<String, Optional<HostTensor>> gradients) {

  boolean hasGradients() {
    return weights.isPresent();
  }

  /** The types that a device must have. */
  Set<DType> dtypes() {
    return Stream.concat(inputs.values().stream(), Stream.of(output))
        .map(HostTensor::dtype)
        .collect(Collectors.toSet());
  }

  /** Its inputs' names and shapes: {@code x (3, 1), y (4)}. */
  @Override
  public String toString() {
    return inputs.entrySet().stream()
        .map(input -> input.getKey() + " " + input.getValue().shape())
        .collect(Collectors.joining(", "));
  }
}
