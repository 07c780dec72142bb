package dev.flambeau.data;

import dev.flambeau.op.Shape;
import dev.flambeau.tensor.Device;
import dev.flambeau.tensor.Tensor;

/** One side of a dataset or a batch, on the host: a row an example, along the first axis. */
public sealed interface Rows permits Values, Labels {
  /** {@code (N, …)}: N rows. */
  Shape shape();

  /** The number of rows. */
  default int size() {
    return shape().size(0);
  }

  /**
   * A copy of the rows at these indices, in this order.
   *
   * @throws IndexOutOfBoundsException if an index is not in [0, {@link #size})
   */
  Rows select(int[] indices);

  /** All rows on a device: a tensor of {@link #shape}, in the caller's scope. */
  Tensor to(Device device);
}
