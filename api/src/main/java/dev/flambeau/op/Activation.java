package dev.flambeau.op;

/** Activations: each is its expression, which has PyTorch's values and gradients at its kinks. */
public sealed interface Activation extends Composite.OfOne {

  /** {@code x ≤ min ? min : x ≥ max ? max : x}; its gradient is 0 at both bounds. */
  record Hardtanh(double min, double max) implements Activation {
    public Hardtanh {
      Check.orderedBounds("hardtanh", min, max);
    }

    @Override
    public Value of(Value x) {
      return between(x, min, max);
    }
  }

  /** {@code x ≤ 0 ? 0 : x ≥ 6 ? 6 : x}. */
  record Relu6() implements Activation {
    @Override
    public Value of(Value x) {
      return between(x, 0, 6);
    }
  }

  /** {@code x ≤ −3 ? 0 : x ≥ 3 ? 1 : (x + 3) / 6}. */
  record Hardsigmoid() implements Activation {
    @Override
    public Value of(Value x) {
      return x.le(-3).where(0, x.ge(3).where(1, x.add(3).div(6)));
    }
  }

  /** {@code x · (x < −3 ? 0 : x > 3 ? 1 : (x + 3) / 6)}. */
  record Hardswish() implements Activation {
    @Override
    public Value of(Value x) {
      return x.mul(x.lt(-3).where(0, x.gt(3).where(1, x.add(3).div(6))));
    }
  }

  /** {@code x > 0 ? x : x · slope}. */
  record LeakyRelu(double slope) implements Activation {
    public LeakyRelu {
      Check.finite("leakyRelu", "the slope", slope);
    }

    @Override
    public Value of(Value x) {
      return x.gt(0).where(x, x.mul(slope));
    }
  }

  /** {@code x · sigmoid x}. */
  record Silu() implements Activation {
    @Override
    public Value of(Value x) {
      return x.mul(x.sigmoid());
    }
  }

  /** {@code x / (|x| + 1)}. */
  record Softsign() implements Activation {
    @Override
    public Value of(Value x) {
      return x.div(x.abs().add(1));
    }
  }

  /** {@code x − tanh x}. */
  record Tanhshrink() implements Activation {
    @Override
    public Value of(Value x) {
      return x.sub(x.tanh());
    }
  }

  private static Value between(Value x, double min, double max) {
    return x.le(min).where(min, x.ge(max).where(max, x));
  }
}
