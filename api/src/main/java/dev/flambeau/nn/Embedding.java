package dev.flambeau.nn;

import dev.flambeau.tensor.Functional;
import dev.flambeau.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table of rows, of which INT32 numbers name some.
 *
 * <p>The weight is {@code (rows, width)}; first values are normal with mean 0 and variance 1. A
 * row's gradient is the sum of those of its occurrences, in their order.
 */
public final class Embedding extends Layer {
  private final Parameter weight;
  private final @Nullable Integer paddingIndex;

  /** A table of so many rows. */
  public Embedding(int rows, int width) {
    paddingIndex = null;
    weight = parameter("weight", Initializer.normal(0, 1), rows, width);
  }

  /**
   * A table with a row that stands for no number: it begins as zeros and gets no gradient.
   *
   * @throws ModelException if there is no such row
   */
  public Embedding(int rows, int width, int paddingIndex) {
    if (paddingIndex < 0 || paddingIndex >= rows) {
      throw new ModelException(
          "Embedding: the padding must be one of "
              + rows
              + " rows, was given "
              + paddingIndex
              + ".");
    }
    this.paddingIndex = paddingIndex;
    Initializer first =
        (values, shape, random) -> {
          Initializer.normal(0, 1).fill(values, shape, random);
          Arrays.fill(values, paddingIndex * width, (paddingIndex + 1) * width, 0);
        };
    weight = parameter("weight", first, rows, width);
  }

  /** The weight, {@code (rows, width)}. */
  public Parameter weight() {
    return weight;
  }

  /**
   * Applies the layer.
   *
   * @param numbers INT32 {@code (…)}, in [0, rows)
   * @return {@code (…, width)}
   * @throws dev.flambeau.tensor.error.LabelException if the host knows of another number
   */
  @Override
  public Tensor forward(Tensor numbers) {
    return paddingIndex == null
        ? Functional.embedding(weight.tensor(), numbers)
        : Functional.embedding(weight.tensor(), numbers, paddingIndex);
  }
}
