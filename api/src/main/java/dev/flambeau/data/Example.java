package dev.flambeau.data;

import dev.flambeau.tensor.HostTensor;

/**
 * One example of a dataset: tensors of any type and shape, without an axis for the batch. A single
 * number has shape {@code ()}.
 */
public record Example(Named<HostTensor> inputs, Named<HostTensor> targets)
    implements InputsAndTargets<HostTensor> {

  /** Refuses null. */
  public Example {
    Given.check(inputs, "inputs");
    Given.check(targets, "targets");
  }

  /** One input and one target. */
  public static Example of(HostTensor input, HostTensor target) {
    return new Example(Named.of(INPUT, input), Named.of(TARGET, target));
  }

  /** One input, with nothing to compare an answer with. */
  public static Example of(HostTensor input) {
    return new Example(Named.of(INPUT, input), Named.none());
  }

  /** A row of numbers and its class: FLOAT32 {@code (n)} and INT32 {@code ()}. */
  public static Example of(float[] input, int label) {
    return of(row(input), HostTensor.of(new int[] {label}));
  }

  /**
   * A row of numbers and a number: FLOAT32 {@code (n)} and {@code (1)}, a layer's single output.
   */
  public static Example of(float[] input, float target) {
    return of(row(input), row(new float[] {target}));
  }

  /** Two rows of numbers: FLOAT32 {@code (n)} and {@code (m)}. */
  public static Example of(float[] input, float[] target) {
    return of(row(input), row(target));
  }

  /** A sequence of tokens and its class: INT32 {@code (T)} and {@code ()}. */
  public static Example of(int[] tokens, int label) {
    return of(row(tokens), HostTensor.of(new int[] {label}));
  }

  /** A sequence of tokens and a label for each: INT32 {@code (T)} both. */
  public static Example of(int[] tokens, int[] labels) {
    return of(row(tokens), row(labels));
  }

  private static HostTensor row(float[] values) {
    return HostTensor.of(Given.check(values, "numbers"), values.length);
  }

  private static HostTensor row(int[] values) {
    return HostTensor.of(Given.check(values, "numbers"), values.length);
  }
}
