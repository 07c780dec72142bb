package dev.flambeau.data;

/** Examples that can be fetched by index, many at a time. */
public interface Dataset {
  /** The number of examples. */
  int size();

  /**
   * The examples at these indices, in this order.
   *
   * @param indices each in [0, {@link #size}); lent for the time of the call, since the loader uses
   *     one array for a whole epoch
   * @throws IndexOutOfBoundsException if an index is out of range
   */
  Batch batch(int[] indices);
}
