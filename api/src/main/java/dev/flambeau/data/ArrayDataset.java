package dev.flambeau.data;

/**
 * A dataset in arrays on the host.
 *
 * @param inputs {@code (N, …)}
 * @param targets {@code (N, …)}: labels of a classification, or values of a regression
 */
public record ArrayDataset(Values inputs, Rows targets) implements Dataset {

  /**
   * @throws DatasetException if there are not as many targets as inputs
   */
  public ArrayDataset {
    if (inputs.size() != targets.size()) {
      throw new DatasetException(
          "A dataset needs a target for each input, was given "
              + inputs.size()
              + " inputs "
              + inputs.shape()
              + " and "
              + targets.size()
              + " targets "
              + targets.shape()
              + ".");
    }
  }

  @Override
  public int size() {
    return inputs.size();
  }

  @Override
  public Batch batch(int[] indices) {
    return new Batch(indices.length, inputs.select(indices), targets.select(indices));
  }
}
