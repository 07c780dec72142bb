package dev.flambeau.op;

/** Arithmetic on one tensor that is an expression over primitives. */
public sealed interface Arithmetic extends Composite.OfOne {

  /**
   * {@code y = x < min ? min : x}, then {@code y > max ? max : y}: passes the gradient at its
   * bounds, and is {@code max} everywhere if that is below {@code min}.
   */
  record Clamp(double min, double max) implements Arithmetic {
    public Clamp {
      Check.bounds("clamp", min, max);
    }

    @Override
    public Value of(Value x) {
      Value y = x.lt(min).where(min, x);
      return y.gt(max).where(max, y);
    }
  }

  /** {@code x · x}. */
  record Square() implements Arithmetic {
    @Override
    public Value of(Value x) {
      return x.mul(x);
    }
  }

  /** {@code 1 / x}. */
  record Reciprocal() implements Arithmetic {
    @Override
    public Value of(Value x) {
      return x.constant(1).div(x);
    }
  }

  /** {@code 1 / √x}. */
  record Rsqrt() implements Arithmetic {
    @Override
    public Value of(Value x) {
      return x.constant(1).div(x.sqrt());
    }
  }
}
