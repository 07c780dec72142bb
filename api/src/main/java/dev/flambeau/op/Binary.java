package dev.flambeau.op;

import java.util.List;

/** Arithmetic on two tensors, element by element, with NumPy's broadcasting. */
public sealed interface Binary extends Elementwise {

  /** {@code a + b}. */
  record Add() implements Binary {}

  /** {@code a − b}. */
  record Sub() implements Binary {}

  /** {@code a · b}. */
  record Mul() implements Binary {}

  /** {@code a / b}, correctly rounded. */
  record Div() implements Binary {}

  @Override
  default List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 2);
    Check.floating(this, inputs);
    return List.of(inputs.get(0).with(Check.broadcast(this, inputs)));
  }
}
