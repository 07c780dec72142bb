package dev.flambeau.data;

/**
 * What a model is given, and what it is to answer: each one value or several, by name or position.
 *
 * <p>Where nobody has named them they are {@code "input"} and {@code "target"}.
 *
 * @param <T> tensors on the host or on a device
 */
public sealed interface InputsAndTargets<T> permits Example, Batch, DeviceBatch {
  /** The name of an input that was given none. */
  String INPUT = "input";

  /** The name of a target that was given none. */
  String TARGET = "target";

  /** What the model is given. */
  Named<T> inputs();

  /** What the model is to answer; none where there is nothing to compare an answer with. */
  Named<T> targets();

  /**
   * The input, where there is one.
   *
   * @throws DatasetException if there are several, or none; the message names them
   */
  default T input() {
    return inputs().only(INPUT);
  }

  /**
   * The input at a position, from 0.
   *
   * @throws DatasetException if there is none; the message names those that there are
   */
  default T input(int position) {
    return inputs().get(INPUT, position);
  }

  /**
   * The input of a name.
   *
   * @throws DatasetException if there is none; the message names those that there are
   */
  default T input(String name) {
    return inputs().get(INPUT, name);
  }

  /**
   * The target, where there is one.
   *
   * @throws DatasetException if there are several, or none; the message names them
   */
  default T target() {
    return targets().only(TARGET);
  }

  /**
   * The target at a position, from 0.
   *
   * @throws DatasetException if there is none; the message names those that there are
   */
  default T target(int position) {
    return targets().get(TARGET, position);
  }

  /**
   * The target of a name.
   *
   * @throws DatasetException if there is none; the message names those that there are
   */
  default T target(String name) {
    return targets().get(TARGET, name);
  }
}
