package dev.flambeau.data;

import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A dataset whose examples a function gives.
 *
 * @param ofEpoch the function of an epoch
 */
record FunctionDataset(
    int size, IntFunction<Example> function, IntFunction<IntFunction<Example>> ofEpoch)
    implements Dataset {
  FunctionDataset {
    Order.checkSize(size);
    Given.check(function, "a function from index to example");
  }

  /** A dataset as large as another, over whose examples the function is. */
  static FunctionDataset over(Dataset source, Function<Dataset, IntFunction<Example>> function) {
    return new FunctionDataset(
        source.size(), function.apply(source), epoch -> function.apply(source.inEpoch(epoch)));
  }

  /** The examples of two datasets. */
  static FunctionDataset joined(int size, Dataset first, Dataset second) {
    return new FunctionDataset(
        size,
        eitherOf(first, second),
        epoch -> eitherOf(first.inEpoch(epoch), second.inEpoch(epoch)));
  }

  private static IntFunction<Example> eitherOf(Dataset first, Dataset second) {
    int border = first.size();
    return index -> index < border ? first.get(index) : second.get(index - border);
  }

  @Override
  public Example get(int index) {
    Order.check(index, size);
    return function.apply(index);
  }

  @Override
  public Dataset inEpoch(int epoch) {
    return new FunctionDataset(size, ofEpoch.apply(epoch), ofEpoch);
  }

  @Override
  public Batch batch(int[] indices, Batch used) {
    Order.check(indices, size);
    return Examples.stack(this, indices, used);
  }
}
