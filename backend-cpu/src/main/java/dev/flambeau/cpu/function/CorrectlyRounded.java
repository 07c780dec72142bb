package dev.flambeau.cpu.function;

/**
 * Correctly rounded elementary functions of {@code float}: each result is the float nearest to the
 * exact value, ties to even, subnormals included (docs/numerics.md, "Elementary functions").
 *
 * <p>One idea serves all four. A straight line of {@code double} operations, no table and no
 * branch, comes within 2⁻⁵¹ of the exact value, relative. Narrowing it to float goes wrong only
 * where the exact value lies that close to the middle between two floats. There are 2³² arguments
 * and no more, so these places are known: they are the six exceptions below, found and everything
 * else confirmed by comparing all 2³² results with an oracle. The proof is that comparison, not the
 * error bound. It holds for these constants and this order of operations, so whoever changes either
 * runs it again.
 *
 * <p>Every product is rounded before it is added: {@link Math#fma} takes microseconds on a machine
 * without the instruction, and the exceptions are the same with it.
 *
 * <p>The kernels of vectors do the same operations in the same order, with these constants.
 *
 * <p>Sources: argument reduction and the logarithm's form follow W. J. Cody and W. Waite, "Software
 * Manual for the Elementary Functions", 1980, and P. T. P. Tang's papers in ACM TOMS 15 (1989) and
 * 16 (1990). The coefficients are minimax by Remez's exchange, in 200-bit arithmetic.
 */
public final class CorrectlyRounded {

  private CorrectlyRounded() {}

  /**
   * e to the power x.
   *
   * @param x any float
   * @return eˣ, correctly rounded
   */
  public static float exp(float x) {
    return Exp.of(x);
  }

  /**
   * Natural logarithm of x.
   *
   * @param x any float
   * @return ln x, correctly rounded
   */
  public static float log(float x) {
    return Log.of(x);
  }

  /**
   * Hyperbolic tangent of x.
   *
   * @param x any float
   * @return tanh x, correctly rounded
   */
  public static float tanh(float x) {
    return Tanh.of(x);
  }

  /**
   * Logistic function of x.
   *
   * @param x any float
   * @return 1 / (1 + e⁻ˣ), correctly rounded
   */
  public static float sigmoid(float x) {
    return Sigmoid.of(x);
  }

  /**
   * What exp, tanh and sigmoid share: eᶻ = s + s·p, where s = 2ᵏ and p = e^(z − k ln 2) − 1.
   *
   * <p>Method: z log₂ e + 1.5·2⁵² has the integer k nearest to z log₂ e in its lowest bits; less
   * 1.5·2⁵² it is k as a double. ln 2 is taken in two parts, of which the upper has 40 bits, so
   * that k times it is exact. The remainder r is at most 0.347, and p = r + r² Q(r), where Q has
   * degree 9.
   *
   * <p>Error: p, relative, below 2⁻⁵². Needs |z| ≤ 105.
   */
  public static final class Power {
    public static final double LOG2_E = 0x1.71547652b82fep+0; // 1.4426950408889634
    public static final double SHIFT = 0x1.8p52; // 6755399441055744
    public static final double LN2_UPPER = 0x1.62e42fefa2p-1; // 0.6931471805592082
    public static final double LN2_LOWER = 0x1.9ef35793c7673p-41; // 7.371002565167799e-13

    public static final double Q0 = 0x1.0000000000006p-1; // 0.5000000000000007
    public static final double Q1 = 0x1.555555555556p-3; // 0.16666666666666696
    public static final double Q2 = 0x1.5555555551a62p-5; // 0.04166666666656195
    public static final double Q3 = 0x1.111111110b663p-7; // 0.008333333333293063
    public static final double Q4 = 0x1.6c16c180f5126p-10; // 0.0013888888936338189
    public static final double Q5 = 0x1.a01a01d380bffp-13; // 0.0001984126998736124
    public static final double Q6 = 0x1.a019a1261e7d8p-16; // 2.480149955672709e-05
    public static final double Q7 = 0x1.71dd88025adc1p-19; // 2.7557116492515556e-06
    public static final double Q8 = 0x1.28a81eb8c1328p-22; // 2.762830991073593e-07
    public static final double Q9 = 0x1.b04551f835ea1p-26; // 2.5161471101829018e-08

    private Power() {}

    /** 1.5·2⁵² + k. */
    static double shifted(double z) {
      return z * LOG2_E + SHIFT;
    }

    /** s = 2ᵏ: k is added to the exponent's bias and moved to the exponent's place. */
    static double scale(double shifted) {
      return Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
    }

    /** p. */
    static double expm1(double z, double shifted) {
      double k = shifted - SHIFT;
      double r = (z - k * LN2_UPPER) - k * LN2_LOWER;
      double q = Q9;
      q = q * r + Q8;
      q = q * r + Q7;
      q = q * r + Q6;
      q = q * r + Q5;
      q = q * r + Q4;
      q = q * r + Q3;
      q = q * r + Q2;
      q = q * r + Q1;
      q = q * r + Q0;
      return (r * r) * q + r;
    }
  }

  /**
   * exp.
   *
   * <p>Method: s·p + s; narrowing rounds to subnormals and to infinity as it should, so the
   * argument is only kept within what {@link Power} takes: e⁹⁰ &gt; 2¹²⁸ and e⁻¹⁰⁵ &lt; 2⁻¹⁵⁰.
   *
   * <p>Special cases: exp(NaN) = NaN, exp(+∞) = +∞, exp(−∞) = +0, exp(±0) = 1.
   *
   * <p>Error before narrowing: 2⁻⁵²·⁴, relative. Exceptions: none.
   */
  public static final class Exp {
    public static final double LEAST = -105;
    public static final double MOST = 90;

    private Exp() {}

    static float of(float x) {
      double z = x > MOST ? MOST : x;
      z = z < LEAST ? LEAST : z;
      double shifted = Power.shifted(z);
      double s = Power.scale(shifted);
      double p = Power.expm1(z, shifted);
      return (float) (s * p + s);
    }
  }

  /**
   * log.
   *
   * <p>Method: x = m·2ᵏ with m in [√½, √2), f = m − 1, s = f/(m + 1), w = s², h = f²/2. Then ln m =
   * 2 artanh s = f − (h − s (h + w R(w))), where R has degree 6; the form keeps f, the largest
   * part, exact. k ln 2 is added in two parts. A subnormal float is a normal double.
   *
   * <p>Special cases: log(NaN) = NaN, log(x) = NaN for x &lt; 0, log(±0) = −∞, log(+∞) = +∞, log(1)
   * = +0.
   *
   * <p>Error before narrowing: 2⁻⁵²·⁶, relative. Exceptions: five.
   */
  public static final class Log {
    public static final long SQRT_HALF = 0x3fe6a09e00000000L; // 0.7071065902709961
    public static final double SHIFT = Power.SHIFT;
    public static final long SHIFT_BITS = 0x4338000000000000L; // the same, as bits

    public static final double R0 = 0x1.5555555555592p-1; // 0.6666666666666734
    public static final double R1 = 0x1.999999997fd5bp-2; // 0.39999999999414165
    public static final double R2 = 0x1.24924941f6abbp-2; // 0.2857142874251328
    public static final double R3 = 0x1.c71c520495328p-3; // 0.22222198559270478
    public static final double R4 = 0x1.74663ff1eb72ep-3; // 0.18183565098791504
    public static final double R5 = 0x1.39a19e90225ddp-3; // 0.15314029576647573
    public static final double R6 = 0x1.2f068cce3053cp-3; // 0.14796171192396368

    public static final int EXCEPTION_1 = 0x3c413d3a; // 0.011794383
    public static final int EXCEPTION_2 = 0x41178feb; // 9.472636
    public static final int EXCEPTION_3 = 0x4c5d65a5; // 58037908
    public static final int EXCEPTION_4 = 0x65d890d3; // 1.2783784e+23
    public static final int EXCEPTION_5 = 0x6f31a8ec; // 5.498306e+28

    private Log() {}

    static float of(float x) {
      if (!(x > 0 && x < Float.POSITIVE_INFINITY)) {
        return special(x);
      }
      return switch (Float.floatToRawIntBits(x)) {
        case EXCEPTION_1 -> Float.intBitsToFloat(0xc08e158f);
        case EXCEPTION_2 -> Float.intBitsToFloat(0x400fe5e7);
        case EXCEPTION_3 -> Float.intBitsToFloat(0x418f034b);
        case EXCEPTION_4 -> Float.intBitsToFloat(0x4254d1f9);
        case EXCEPTION_5 -> Float.intBitsToFloat(0x42845a89);
        default -> (float) positive(x);
      };
    }

    private static float special(float x) {
      if (x == 0) {
        return Float.NEGATIVE_INFINITY;
      }
      return x == Float.POSITIVE_INFINITY ? x : Float.NaN;
    }

    private static double positive(double x) {
      long bits = Double.doubleToRawLongBits(x);
      long exponent = (bits - SQRT_HALF) >> 52;
      double m = Double.longBitsToDouble(bits - (exponent << 52));
      double k = Double.longBitsToDouble(exponent + SHIFT_BITS) - SHIFT;
      double f = m - 1;
      double s = f / (m + 1);
      double w = s * s;
      double h = 0.5 * f * f;
      double r = R6;
      r = r * w + R5;
      r = r * w + R4;
      r = r * w + R3;
      r = r * w + R2;
      r = r * w + R1;
      r = r * w + R0;
      double small = s * (w * r + h) + k * Power.LN2_LOWER;
      return k * Power.LN2_UPPER + (f - (h - small));
    }
  }

  /**
   * tanh.
   *
   * <p>Method: E = e^(2|x|) − 1 = s·p + (s − 1), and tanh |x| = E/(E + 2); the sign is put back.
   * For 2|x| &gt; 20 the result is 1, so 20 stands for all of them.
   *
   * <p>Special cases: tanh(NaN) = NaN, tanh(±∞) = ±1, tanh(±0) = ±0.
   *
   * <p>Error before narrowing: 2⁻⁵¹·², relative. Exceptions: none.
   */
  public static final class Tanh {
    public static final double MOST = 20;

    private Tanh() {}

    static float of(float x) {
      double z = 2.0 * Math.abs(x);
      z = z > MOST ? MOST : z;
      double shifted = Power.shifted(z);
      double s = Power.scale(shifted);
      double p = Power.expm1(z, shifted);
      double e = s * p + (s - 1);
      return Math.copySign((float) (e / (e + 2)), x);
    }
  }

  /**
   * sigmoid.
   *
   * <p>Method: 1/(1 + e⁻ˣ) = 1/(s·p + (1 + s)). Around 0 it is ½ + x/4 − x³/48 + …, and where ½ +
   * x/4 is a tie only the third term breaks it, beyond the last bit of a double. There x times a
   * little less than ¼ is taken, which breaks the tie to the same side; the product is exact.
   *
   * <p>Special cases: sigmoid(NaN) = NaN, sigmoid(+∞) = 1, sigmoid(−∞) = +0, sigmoid(±0) = ½.
   *
   * <p>Error before narrowing: 2⁻⁵¹·⁴, relative. Exceptions: one.
   */
  public static final class Sigmoid {
    public static final double LEAST = -20;
    public static final double MOST = 105;
    public static final float SMALL = 0x1p-11f; // 0.00048828125
    public static final float EXCEPTION = -0x1.250c02p-10f; // -0.0011178851
    public static final float AT_EXCEPTION = 0x1.ffb6bep-2f; // 0.49972054
    public static final double BELOW_QUARTER = 0x1.fffffep-3; // 0.2499999850988388

    private Sigmoid() {}

    static float of(float x) {
      double z = -x;
      z = z > MOST ? MOST : z;
      z = z < LEAST ? LEAST : z;
      double shifted = Power.shifted(z);
      double s = Power.scale(shifted);
      double p = Power.expm1(z, shifted);
      double y = 1 / (s * p + (1 + s));
      y = Math.abs(x) < SMALL ? x * BELOW_QUARTER + 0.5 : y;
      return x == EXCEPTION ? AT_EXCEPTION : (float) y;
    }
  }
}
