package dev.flambeau.data;

import dev.flambeau.tensor.HostTensor;

/**
 * A dataset in arrays on the host, a row an example.
 *
 * @param inputs each {@code (N, …)}, of any type
 * @param targets each {@code (N, …)}: labels of a classification, values of a regression, or none
 */
public record ArrayDataset(Named<HostTensor> inputs, Named<HostTensor> targets) implements Dataset {

  /**
   * @throws DatasetException if first axes differ, or there is no input
   */
  public ArrayDataset {
    Examples.count(inputs, targets);
  }

  /**
   * A dataset of one input and one target an example.
   *
   * @throws DatasetException if there are not as many targets as inputs
   */
  public ArrayDataset(HostTensor inputs, HostTensor targets) {
    this(Named.of(InputsAndTargets.INPUT, inputs), Named.of(InputsAndTargets.TARGET, targets));
  }

  @Override
  public int size() {
    return inputs.values().get(0).shape().size(0);
  }

  @Override
  public Example get(int index) {
    Order.check(index, size());
    return new Example(inputs.map(all -> row(all, index)), targets.map(all -> row(all, index)));
  }

  private static HostTensor row(HostTensor all, int index) {
    return all.rows(index).reshape(all.shape().slice(1, all.shape().rank()).sizes());
  }

  @Override
  public Batch batch(int[] indices) {
    Order.check(indices, size());
    return new Batch(
        indices.length,
        inputs.map(all -> all.rows(indices)),
        targets.map(all -> all.rows(indices)));
  }

  @Override
  public ArrayDataset withClasses(int classes) {
    new Classes(classes).check(targets.only(InputsAndTargets.TARGET));
    return this;
  }
}
