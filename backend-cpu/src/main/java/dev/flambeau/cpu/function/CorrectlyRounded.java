package dev.flambeau.cpu.function;

/**
 * exp, log, tanh and sigmoid of a float, correctly rounded: the float nearest to the exact value, ties
 * to even, subnormals included (docs/numerics.md, "Elementary functions").
 *
 * <p>Each is a polynomial in double, accurate to about 2⁻⁵², rounded once to float. A sweep over all
 * 2³² inputs against an oracle by MPFR found six where that is wrong, one of sigmoid and five of log;
 * they are answered by name. Products and sums are rounded apart on purpose: the results are the same
 * as with fma, and a processor without it is not slow.
 */
public final class CorrectlyRounded {
  /** Adding it rounds a double below 2⁵¹ in magnitude to an integer, which its low bits then hold. */
  private static final double ROUND = 0x1.8p52; // 6755399441055744

  /** 1 / ln 2. */
  private static final double INVERSE_LN2 = 0x1.71547652b82fep+0; // 1.4426950408889634

  /** ln 2 in two parts; the first has 40 bits, so that its product with an exponent is exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa2000p-1; // 0.6931471805598903

  private static final double LN2_LOW = 0x1.9ef35793c7673p-41; // 5.497923018708371e-14

  private CorrectlyRounded() {}

  /** {@code eˣ}: 0 from −∞ to about −104, +∞ from about 88.73 on; NaN for NaN. */
  public static float exp(float x) {
    return Exp.of(x);
  }

  /** The natural logarithm: −∞ of ±0, NaN below, +∞ of +∞; NaN for NaN. */
  public static float log(float x) {
    return Log.of(x);
  }

  /** The hyperbolic tangent: ±0 of ±0, ±1 of ±∞; NaN for NaN. */
  public static float tanh(float x) {
    return Tanh.of(x);
  }

  /** {@code 1 / (1 + e⁻ˣ)}: 0 from −∞ to about −104, 1 from about 17.33 on; NaN for NaN. */
  public static float sigmoid(float x) {
    return Sigmoid.of(x);
  }

  /**
   * The exponential's parts, for the functions that are made of it.
   *
   * <p>Method: z = k·ln 2 + r with k an integer and |r| ≤ 0.347; eᶻ = s·(1 + p) with s = 2ᵏ and p = eʳ
   * − 1 = r + r²·q(r), q of degree 9 by Remez.
   */
  private static final class Exponential {
    private Exponential() {}

    /** z / ln 2, rounded to an integer k, plus {@link #ROUND}: k stands in the low bits. */
    static double shifted(double z) {
      return z * INVERSE_LN2 + ROUND;
    }

    /** 2ᵏ. */
    static double scale(double shifted) {
      return Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
    }

    /** eʳ − 1. */
    static double fraction(double z, double shifted) {
      double k = shifted - ROUND;
      double r = (z - k * LN2_HIGH) - k * LN2_LOW;
      double q = 0x1.b04551f835ea1p-26; // 2.516e-8
      q = q * r + 0x1.28a81eb8c1328p-22; // 2.763e-7
      q = q * r + 0x1.71dd88025adc1p-19; // 2.756e-6
      q = q * r + 0x1.a019a1261e7d8p-16; // 2.480e-5
      q = q * r + 0x1.a01a01d380bffp-13; // 1.984e-4
      q = q * r + 0x1.6c16c180f5126p-10; // 1.389e-3
      q = q * r + 0x1.111111110b663p-7; // 8.333e-3
      q = q * r + 0x1.5555555551a62p-5; // 0.04167
      q = q * r + 0x1.5555555555560p-3; // 0.16667
      q = q * r + 0x1.0000000000006p-1; // 0.5
      return r * r * q + r;
    }
  }

  /**
   * eˣ = s + s·p.
   *
   * <p>Special cases: beyond [−105, 90] the result is settled, and clamping keeps 2ᵏ a normal double.
   * Largest relative error 2⁻⁵²·⁴; no exceptions.
   */
  private static final class Exp {
    static float of(float x) {
      double z = x > 90 ? 90 : x < -105 ? -105 : x;
      double shifted = Exponential.shifted(z);
      double s = Exponential.scale(shifted);
      return (float) (s * Exponential.fraction(z, shifted) + s);
    }
  }

  /**
   * With z = 2|x| and E = eᶻ − 1 = s·p + (s − 1): tanh |x| = E / (E + 2); the sign is x's.
   *
   * <p>Special cases: from |x| = 10 on the result is ±1. Largest relative error 2⁻⁵¹·²; no exceptions.
   */
  private static final class Tanh {
    static float of(float x) {
      double z = 2.0 * Math.abs(x);
      z = z > 20 ? 20 : z;
      double shifted = Exponential.shifted(z);
      double s = Exponential.scale(shifted);
      double e = s * Exponential.fraction(z, shifted) + (s - 1);
      return Math.copySign((float) (e / (e + 2)), x);
    }
  }

  /**
   * With z = −x: 1 / (s·p + (1 + s)).
   *
   * <p>Special cases: for |x| &lt; 2⁻¹¹ the result is ½ + x/4 less x³/48, which only breaks ties; a
   * quarter just below ¼ breaks them the same way. Largest relative error 2⁻⁵¹·⁴; one exception.
   */
  private static final class Sigmoid {
    private static final double BELOW_A_QUARTER = 0x1.fffffep-3; // 0.24999999
    private static final int EXCEPTION = 0xba928601; // -0.0011178852
    private static final int EXCEPTION_RESULT = 0x3effdb5f; // 0.49972054

    static float of(float x) {
      if (Math.abs(x) < 0x1p-11f) {
        return (float) (x * BELOW_A_QUARTER + 0.5);
      }
      if (Float.floatToRawIntBits(x) == EXCEPTION) {
        return Float.intBitsToFloat(EXCEPTION_RESULT);
      }
      double z = x < -105 ? 105 : x > 20 ? -20 : -x;
      double shifted = Exponential.shifted(z);
      double s = Exponential.scale(shifted);
      return (float) (1 / (s * Exponential.fraction(z, shifted) + (1 + s)));
    }
  }

  /**
   * x = m·2ᵏ with m in [√½, √2), f = m − 1, s = f / (m + 1), w = s², h = f²/2: log x = k·ln 2 + f − (h −
   * s·(h + w·R(w))), R of degree 6 by Remez (the form of fdlibm's e_log.c).
   *
   * <p>Largest relative error 2⁻⁵²·⁶; five exceptions.
   */
  private static final class Log {
    /** The bits of √½ as a double, but for the low half. */
    private static final long ROOT_HALF = 0x3fe6a09e00000000L;

    static float of(float x) {
      if (!(x > 0 && x < Float.POSITIVE_INFINITY)) {
        return x == 0 ? Float.NEGATIVE_INFINITY : x < 0 ? Float.NaN : x;
      }
      float exception = exception(Float.floatToRawIntBits(x));
      return exception == 0 ? (float) approximate(x) : exception;
    }

    private static double approximate(double x) {
      long bits = Double.doubleToRawLongBits(x);
      long k = (bits - ROOT_HALF) >> 52;
      double m = Double.longBitsToDouble(bits - (k << 52));
      double f = m - 1;
      double s = f / (m + 1);
      double w = s * s;
      double h = 0.5 * f * f;
      double r = 0x1.2f068cce3053cp-3; // 0.14796
      r = r * w + 0x1.39a19e90225ddp-3; // 0.15314
      r = r * w + 0x1.74663ff1eb72ep-3; // 0.18184
      r = r * w + 0x1.c71c520495328p-3; // 0.22222
      r = r * w + 0x1.24924941f6abbp-2; // 0.28571
      r = r * w + 0x1.999999997fd5bp-2; // 0.4
      r = r * w + 0x1.5555555555592p-1; // 0.66667
      double correction = s * (w * r + h) + k * LN2_LOW;
      return k * LN2_HIGH + (f - (h - correction));
    }

    /** The result where rounding the double would be wrong; 0, which log never is but at 1, else. */
    private static float exception(int bits) {
      int result =
          switch (bits) {
            case 0x3c413d3a -> 0xc08e158f; // 0.011794383
            case 0x41178feb -> 0x400fe5e7; // 9.472637
            case 0x4c5d65a5 -> 0x418f034b; // 58037908
            case 0x65d890d3 -> 0x4254d1f9; // 1.2784e23
            case 0x6f31a8ec -> 0x42845a89; // 5.4984e28
            default -> 0;
          };
      return Float.intBitsToFloat(result);
    }
  }
}
