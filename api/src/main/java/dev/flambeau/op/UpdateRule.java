package dev.flambeau.op;

import java.util.List;

/**
 * The rule by which a tensor changes in place, as data: the op over any number of tensors is {@link
 * OptimizerUpdate}, and kernels on every device follow from the expression.
 *
 * <p>Anyone may write one. Let it be a record: kernels are kept by equality.
 */
public interface UpdateRule {
  /** The rule's name in messages and tables: of {@code AdamUpdate} it is {@code adamUpdate}. */
  default String name() {
    String simple = getClass().getSimpleName();
    return simple.isEmpty()
        ? "update"
        : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
  }

  /** The names of the state beside each parameter, as PyTorch has them. */
  default List<String> states() {
    return List.of();
  }

  /** The names of the numbers that change from step to step. */
  default List<String> numbers() {
    return List.of();
  }

  /** Whether it reads a second tensor beside each parameter: its gradient. */
  default boolean readsGradient() {
    return true;
  }

  /**
   * The expression of one parameter's step, elementwise. New state goes to {@link
   * UpdateStep#store}; what is not stored stays.
   *
   * @return the parameter's new value
   */
  Value step(UpdateStep step);
}
