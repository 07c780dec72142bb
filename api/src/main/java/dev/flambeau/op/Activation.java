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

  /**
   * {@code log(1 + exp(beta · x)) / beta}, where nothing overflows; its gradient is the sigmoid.
   */
  record Softplus(double beta) implements Activation {
    public Softplus {
      Check.divisor("softplus", "beta", beta);
    }

    @Override
    public Value of(Value x) {
      return softplus(x.mul(beta)).div(beta);
    }
  }

  /** {@code −log(1 + exp(−x))}. */
  record LogSigmoid() implements Activation {
    @Override
    public Value of(Value x) {
      return softplus(x.neg()).neg();
    }
  }

  /** {@code x > 0 ? x : alpha · expm1 x}. */
  record Elu(double alpha) implements Activation {
    public Elu {
      Check.finite("elu", "alpha", alpha);
    }

    @Override
    public Value of(Value x) {
      return x.gt(0).where(x, notPositive(x).expm1().mul(alpha));
    }
  }

  /** {@code x > 0 ? x : alpha · expm1(x / alpha)}. */
  record Celu(double alpha) implements Activation {
    public Celu {
      Check.divisor("celu", "alpha", alpha);
    }

    @Override
    public Value of(Value x) {
      return x.gt(0).where(x, notPositive(x).div(alpha).expm1().mul(alpha));
    }
  }

  /**
   * {@code x > 0 ? λ · x : λα · expm1 x}, with which activations tend to mean 0 and variance 1.
   *
   * @see "G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter: Self-Normalizing Neural Networks,
   *     2017"
   */
  record Selu() implements Activation {
    private static final double LAMBDA = 1.0507009873554804934193349852946;
    private static final double ALPHA = 1.6732632423543772848170429916717;

    @Override
    public Value of(Value x) {
      return x.gt(0).where(x.mul(LAMBDA), notPositive(x).expm1().mul(LAMBDA * ALPHA));
    }
  }

  /**
   * {@code x · tanh(softplus x)}.
   *
   * @see "D. Misra: Mish: A Self Regularized Non-Monotonic Activation Function, 2019"
   */
  record Mish() implements Activation {
    @Override
    public Value of(Value x) {
      return x.mul(softplus(x).tanh());
    }
  }

  /**
   * {@code x/2 · (1 + erf(x · √½))}: x times the probability of a normal number to be below it.
   *
   * @see "D. Hendrycks, K. Gimpel: Gaussian Error Linear Units, 2016"
   */
  record Gelu() implements Activation {
    private static final double ROOT_OF_HALF = 0.7071067811865476;

    @Override
    public Value of(Value x) {
      return x.mul(0.5).mul(x.mul(ROOT_OF_HALF).erf().add(1));
    }
  }

  /** {@code x/2 · (1 + tanh(√(2/π) · (x + 0.044715 · x³)))}: near gelu, without erf. */
  record GeluTanh() implements Activation {
    private static final double SLOPE = 0.7978845608028654; // √(2/π)

    @Override
    public Value of(Value x) {
      Value inner = x.mul(x).mul(x).mul(0.044715).add(x).mul(SLOPE);
      return x.mul(0.5).mul(inner.tanh().add(1));
    }
  }

  /**
   * {@code log(1 + exp x)}, where nothing overflows; by branches that meet at 0 with a slope of ½.
   */
  static Value softplus(Value x) {
    return x.gt(0).where(x.neg(), x).exp().log1p().add(x.relu());
  }

  /** What is not above 0, so that nothing overflows where x is chosen in any case. */
  private static Value notPositive(Value x) {
    return x.gt(0).where(0, x);
  }

  private static Value between(Value x, double min, double max) {
    return x.le(min).where(min, x.ge(max).where(max, x));
  }
}
