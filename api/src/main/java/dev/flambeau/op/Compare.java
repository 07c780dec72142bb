package dev.flambeau.op;

import java.util.List;

/**
 * Comparisons of two tensors, element by element, with NumPy's broadcasting; NaN as in IEEE 754.
 */
public sealed interface Compare extends Elementwise {

  /** {@code a = b}; −0 equals +0, NaN equals nothing. */
  record Equal() implements Compare {}

  /** {@code a ≠ b}: true where either is NaN. */
  record NotEqual() implements Compare {}

  /** {@code a < b}. */
  record Less() implements Compare {}

  /** {@code a ≤ b}. */
  record LessEqual() implements Compare {}

  @Override
  default List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2);
    Check.sameType(this, inputs);
    return List.of(new TensorType(DType.BOOL, Check.broadcast(this, inputs)));
  }
}
