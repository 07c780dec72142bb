package dev.flambeau.op;

import java.util.Comparator;
import java.util.List;

/** Ops on one tensor, element by element; the output has the input's type. */
public sealed interface Unary extends Elementwise {

  /** {@code −x}: the sign bit flipped. */
  record Neg() implements Unary {}

  /** {@code |x|}: the sign bit cleared. */
  record Abs() implements Unary {}

  /** The cosine, of radians, correctly rounded. */
  record Cos() implements Elementary {}

  /** The error function {@code 2/√π ∫₀ˣ e^(−t²) dt}, correctly rounded. */
  record Erf() implements Elementary {}

  /** {@code eˣ}, correctly rounded. */
  record Exp() implements Elementary {}

  /** {@code eˣ − 1}, correctly rounded. */
  record Expm1() implements Elementary {}

  /** The natural logarithm, correctly rounded. */
  record Log() implements Elementary {}

  /** {@code ln(1 + x)}, correctly rounded. */
  record Log1p() implements Elementary {}

  /** The square root, correctly rounded. */
  record Sqrt() implements Unary {}

  /** {@code x ≤ 0 ? +0 : x}, so NaN stays NaN. */
  record Relu() implements Unary {}

  /** {@code 1 / (1 + e⁻ˣ)}, correctly rounded. */
  record Sigmoid() implements Elementary {}

  /** The sine, of radians, correctly rounded. */
  record Sin() implements Elementary {}

  /** The hyperbolic tangent, correctly rounded. */
  record Tanh() implements Elementary {}

  /**
   * The elementary functions: correctly rounded, each a computation of its own, and hard to round
   * where two floats are as near; numerics.md, "Elementary functions".
   */
  sealed interface Elementary extends Unary {
    /** One op of each of them. */
    static List<Elementary> all() {
      return Op.all().stream()
          .filter(Elementary.class::isAssignableFrom)
          .map(Elementary::of)
          .sorted(Comparator.comparing(Op::name))
          .toList();
    }

    private static Elementary of(Class<? extends Op> function) {
      try {
        return function.asSubclass(Elementary.class).getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(function + " is no record without components", e);
      }
    }
  }

  @Override
  default List<TensorType> infer(List<TensorType> inputs) {
    Check.count(this, inputs, 1);
    Check.floating(this, inputs);
    return inputs;
  }
}
