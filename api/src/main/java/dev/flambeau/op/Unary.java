package dev.flambeau.op;

import java.util.List;

/** Ops on one tensor, element by element; the output has the input's type. */
public sealed interface Unary extends Elementwise {

  /** {@code −x}: the sign bit flipped. */
  record Neg() implements Unary {}

  /** {@code |x|}: the sign bit cleared. */
  record Abs() implements Unary {}

  /** {@code eˣ}, correctly rounded. */
  record Exp() implements Unary, Elementary {}

  /** The natural logarithm, correctly rounded. */
  record Log() implements Unary, Elementary {}

  /** The square root, correctly rounded. */
  record Sqrt() implements Unary {}

  /** {@code x ≤ 0 ? +0 : x}, so NaN stays NaN. */
  record Relu() implements Unary {}

  /** {@code 1 / (1 + e⁻ˣ)}, correctly rounded. */
  record Sigmoid() implements Unary, Elementary {}

  /** The hyperbolic tangent, correctly rounded. */
  record Tanh() implements Unary, Elementary {}

  @Override
  default List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1);
    Check.floating(this, inputs);
    return inputs;
  }
}
