package dev.flambeau.tck.function;

import dev.flambeau.op.Unary.Elementary;
import java.util.Locale;

/**
 * The elementary functions, correctly rounded: an oracle to hold every backend to.
 *
 * <p>It shares nothing with the kernels. The exact value is enclosed by two integers of more than
 * 128 bits ({@link Enclosure}); rounding is monotonic, so once both ends round to the same float,
 * that float is the result. Until then the bits are doubled. That ends, since e to an algebraic
 * power other than 0 is transcendental (Lindemann): no value that gets this far is a float, or the
 * middle between two. Of erf it is not known in general; of these arguments it was tried.
 *
 * <p>Where the function has run into a limit, the result is known without arithmetic; the reason
 * stands beside each limit. One result takes about 10 microseconds.
 *
 * @see "docs/numerics.md, Elementary functions"
 */
public enum ExactFunction {
  /** The cosine. */
  COS {
    @Override
    long closedForm(float x) {
      if (Math.abs(x) <= 0x1p-13f) {
        return ONE; // 1 − cos x ≤ x²/2 ≤ 2⁻²⁷
      }
      return Float.isInfinite(x) ? NAN : OPEN;
    }

    @Override
    Enclosure enclose(float x, int precision) {
      return Enclosure.sine(x, 1, precision);
    }
  },

  /** The error function. */
  ERF {
    @Override
    long closedForm(float x) {
      if (x == 0) {
        return Float.floatToRawIntBits(x);
      }
      boolean isOne = Math.abs(x) >= 4; // 1 − erf 4 < 2⁻²⁵
      return isOne ? (Float.floatToRawIntBits(x) & SIGN) | ONE : OPEN;
    }

    @Override
    Enclosure enclose(float x, int precision) {
      return Enclosure.erf(x, precision);
    }
  },

  /** eˣ. */
  EXP {
    @Override
    long closedForm(float x) {
      if (x >= 89) {
        return INFINITY; // e⁸⁹ > 2¹²⁸
      }
      if (x <= -104) {
        return 0; // e⁻¹⁰⁴ < 2⁻¹⁵⁰, half the least float
      }
      return Math.abs(x) <= 0x1p-26f ? ONE : OPEN; // |eˣ − 1| < 2⁻²⁵, half an ulp below 1
    }

    @Override
    Enclosure enclose(float x, int precision) {
      return Enclosure.exp(x, precision);
    }
  },

  /** eˣ − 1. */
  EXPM1 {
    @Override
    long closedForm(float x) {
      if (Math.abs(x) <= 0x1p-25f) {
        return Float.floatToRawIntBits(x); // within x²/2 of x, so within 2⁻²⁶ x
      }
      if (x >= 89) {
        return INFINITY; // e⁸⁹ − 1 > 2¹²⁸
      }
      return x <= -18 ? SIGN | ONE : OPEN; // e⁻¹⁸ < 2⁻²⁵
    }

    @Override
    Enclosure enclose(float x, int precision) {
      return Enclosure.exp(x, precision).lessOne();
    }
  },

  /** The natural logarithm. */
  LOG {
    @Override
    long closedForm(float x) {
      if (x == 0) {
        return SIGN | INFINITY;
      }
      if (x < 0) {
        return NAN;
      }
      if (x == 1) {
        return 0;
      }
      return x == Float.POSITIVE_INFINITY ? INFINITY : OPEN;
    }

    @Override
    Enclosure enclose(float x, int precision) {
      return Enclosure.log(x, precision);
    }
  },

  /** The natural logarithm of 1 + x. */
  LOG1P {
    @Override
    long closedForm(float x) {
      if (Math.abs(x) <= 0x1p-25f) {
        return Float.floatToRawIntBits(x); // within x² of x, so within 2⁻²⁵ x
      }
      if (x <= -1) {
        return x == -1 ? SIGN | INFINITY : NAN;
      }
      return x == Float.POSITIVE_INFINITY ? INFINITY : OPEN;
    }

    @Override
    Enclosure enclose(float x, int precision) {
      return Enclosure.log1p(x, precision);
    }
  },

  /** The sine. */
  SIN {
    @Override
    long closedForm(float x) {
      if (Math.abs(x) <= 0x1p-12f) {
        return Float.floatToRawIntBits(x); // within x³/6 of x, so within 2⁻²⁶ x
      }
      return Float.isInfinite(x) ? NAN : OPEN;
    }

    @Override
    Enclosure enclose(float x, int precision) {
      return Enclosure.sine(x, 0, precision);
    }
  },

  /** (e²ˣ − 1) / (e²ˣ + 1). */
  TANH {
    @Override
    long closedForm(float x) {
      if (Math.abs(x) <= 0x1p-12f) {
        return Float.floatToRawIntBits(x); // within x³/3 of x, so within 2⁻²⁵ x
      }
      if (Math.abs(x) >= 10) {
        return (Float.floatToRawIntBits(x) & SIGN) | ONE; // 1 − tanh 10 < 2 e⁻²⁰ < 2⁻²⁵
      }
      return OPEN;
    }

    @Override
    Enclosure enclose(float x, int precision) {
      Enclosure magnitude = Enclosure.exp(2 * Math.abs(x), precision).lessOneOverPlusOne();
      return x < 0 ? magnitude.negated() : magnitude;
    }
  },

  /** 1 / (1 + e⁻ˣ). */
  SIGMOID {
    @Override
    long closedForm(float x) {
      if (x >= 18) {
        return ONE; // 1 − sigmoid < e⁻¹⁸ < 2⁻²⁵
      }
      if (x <= -104) {
        return 0; // sigmoid < e⁻¹⁰⁴ < 2⁻¹⁵⁰
      }
      return Math.abs(x) <= 0x1p-25f ? HALF : OPEN; // |sigmoid − ½| ≤ |x|/4 < 2⁻²⁶
    }

    @Override
    Enclosure enclose(float x, int precision) {
      return Enclosure.exp(-x, precision).inverseOfPlusOne();
    }
  };

  private static final int FIRST_PRECISION = 160;

  private static final int NAN = 0x7fc00000;
  private static final int INFINITY = 0x7f800000;
  private static final int ONE = 0x3f800000;
  private static final int HALF = 0x3f000000;
  private static final int SIGN = 0x80000000;

  /** No float's bits: the result takes arithmetic. */
  private static final long OPEN = Long.MIN_VALUE;

  /** The function that an op is, by its name. */
  public static ExactFunction of(Elementary op) {
    return valueOf(op.name().toUpperCase(Locale.ROOT));
  }

  /** The result's bits where no arithmetic is needed, or {@link #OPEN}. x is not NaN. */
  abstract long closedForm(float x);

  /** The exact value between two numbers that are about {@code precision} bits apart. */
  abstract Enclosure enclose(float x, int precision);

  /**
   * The function's correctly rounded value.
   *
   * @param inputBits a float's bits, as by {@link Float#floatToRawIntBits}
   * @return the bits of the float nearest to the exact value, ties to even; any NaN as 0x7fc00000
   */
  public int bits(int inputBits) {
    float x = Float.intBitsToFloat(inputBits);
    if (Float.isNaN(x)) {
      return NAN;
    }
    long closed = closedForm(x);
    if (closed != OPEN) {
      return (int) closed;
    }
    for (int precision = FIRST_PRECISION; ; precision *= 2) {
      Enclosure value = enclose(x, precision);
      int bits = value.lowerBits();
      if (bits == value.upperBits()) {
        return bits;
      }
    }
  }
}
