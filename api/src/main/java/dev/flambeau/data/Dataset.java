package dev.flambeau.data;

import dev.flambeau.op.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Examples that can be fetched by index, one or many at a time.
 *
 * <p>Two methods make one: {@link #size} and {@link #get}; so does {@link #of}. What follows from
 * another one ({@link #map}, {@link #subset}, {@link #split} …) is a view: it copies nothing, and
 * fetches when it is asked.
 */
public interface Dataset {
  /** The number of examples; always the same. */
  int size();

  /**
   * One example; the same at each call.
   *
   * @param index in [0, {@link #size})
   */
  Example get(int index);

  /**
   * The examples at these indices, in this order, each tensor with a first axis for them.
   * Overridden where many are fetched faster at a time, or lie along another axis.
   *
   * @param indices each in [0, {@link #size}); lent for the time of the call
   * @throws DatasetException if examples differ in names, types or shapes, an index is out of
   *     range, or there is none
   */
  default Batch batch(int[] indices) {
    Order.check(indices, size());
    return Examples.stack(this, indices, null);
  }

  /**
   * As {@link #batch(int[])}, into the arrays of a batch that nobody needs any more where they fit,
   * so that a loader with workers makes no garbage. Overridden where that is possible.
   *
   * @param used what an earlier call of either has given
   */
  default Batch batch(int[] indices, Batch used) {
    return batch(indices);
  }

  /**
   * This dataset as it is in an epoch: the same, unless its examples change from epoch to epoch, as
   * pictures do that are cropped at random. A loader asks for it; a dataset that wraps another
   * hands it on.
   *
   * @param epoch from 0; a dataset that nobody has asked so is as in epoch 0
   */
  default Dataset inEpoch(int epoch) {
    return this;
  }

  /**
   * A dataset from a function of the index: {@code Dataset.of(n, i -> Example.of(rows[i],
   * labels[i]))}.
   *
   * @throws DatasetException if the size is negative
   */
  static Dataset of(int size, IntFunction<Example> get) {
    return new FunctionDataset(size, get, epoch -> get);
  }

  /**
   * This dataset with each example changed, when it is fetched. Its batches are stacked from what
   * the function gives.
   */
  default Dataset map(UnaryOperator<Example> change) {
    Given.check(change, "a function of an example");
    return FunctionDataset.over(this, source -> index -> change.apply(source.get(index)));
  }

  /**
   * The examples at these indices, in this order.
   *
   * @throws DatasetException if an index is out of range
   */
  default Dataset subset(int... indices) {
    return new Subset(this, indices);
  }

  /** This dataset in a random order that follows from the seed, as before a split. */
  default Dataset shuffled(long seed) {
    return subset(Order.shuffled(size(), new Philox(seed, Philox.SHUFFLES, 1, 0)));
  }

  /**
   * Parts of these sizes, one behind the other: {@code data.shuffled(seed).split(800, 200)}.
   *
   * @throws DatasetException if a size is negative, or their sum is not {@link #size}
   */
  default List<Dataset> split(int... sizes) {
    long sum = 0;
    for (int size : Given.check(sizes, "sizes")) {
      sum += Order.checkSize(size);
    }
    if (sum != size()) {
      throw new DatasetException(
          "Parts of "
              + Arrays.toString(sizes)
              + " examples are "
              + sum
              + "; the dataset has "
              + size()
              + ".");
    }
    int[] order = Order.ascending(size());
    List<Dataset> parts = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      parts.add(subset(Arrays.copyOfRange(order, from, from + size)));
      from += size;
    }
    return parts;
  }

  /**
   * Parts by their shares, one behind the other: {@code data.shuffled(seed).split(0.8, 0.2)}. Each
   * ends at the whole number that is nearest to where the shares up to it end.
   *
   * @throws DatasetException if a share is not in [0, 1], or their sum is not 1
   */
  default List<Dataset> split(double... shares) {
    int[] sizes = new int[Given.check(shares, "shares").length];
    double sum = 0;
    int end = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i] >= 0 ? shares[i] : Double.NaN;
      int start = end;
      end = (int) Math.rint(Math.min(sum, 1) * size());
      sizes[i] = end - start;
    }
    if (!(Math.abs(sum - 1) < 1e-9)) {
      throw new DatasetException(
          "Shares of a split are 0 or more and make 1 together, were given "
              + Arrays.toString(shares)
              + ".");
    }
    return split(sizes);
  }

  /**
   * The examples of this dataset, and behind them those of another.
   *
   * @throws DatasetException if there are more than 2³¹ − 1
   */
  default Dataset concat(Dataset other) {
    int first = size();
    long sum = (long) first + Given.check(other, "a dataset").size();
    if (sum > Integer.MAX_VALUE) {
      throw new DatasetException(sum + " examples are more than a dataset can have, 2147483647.");
    }
    return FunctionDataset.joined((int) sum, this, other);
  }

  /**
   * This dataset with its target checked: of type INT32, each label in [0, classes), or {@link
   * Classes#IGNORED}. What is in arrays is checked at once, all else when it is fetched.
   *
   * @throws DatasetException if a label is another; the message gives it and its place
   */
  default Dataset withClasses(int classes) {
    Classes known = new Classes(classes);
    return FunctionDataset.over(
        this,
        unchecked ->
            index -> {
              Example example = unchecked.get(index);
              known.check(example.target(), " of example " + index);
              return example;
            });
  }
}
