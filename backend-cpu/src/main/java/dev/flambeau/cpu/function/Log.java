package dev.flambeau.cpu.function;

/**
 * Natural logarithm.
 *
 * <p>Method: x = m·2ᵏ with m in [√½, √2), f = m − 1, s = f/(m + 1), w = s², h = f²/2. Then ln m = 2
 * artanh s = f − (h − s (h + w R(w))), where R has degree 6; the form keeps f, the largest part,
 * exact. k ln 2 is added in two parts. A subnormal float is a normal double.
 *
 * <p>Special cases: log(NaN) = NaN, log(x) = NaN for x &lt; 0, log(±0) = −∞, log(+∞) = +∞, log(1) =
 * +0.
 *
 * <p>Error before narrowing: 2⁻⁵²·⁶, relative. Exceptions: five.
 */
public final class Log {
  public static final long SQRT_HALF = 0x3fe6a09e00000000L; // 0.7071065902709961
  public static final double SHIFT = Exponential.SHIFT;
  public static final long SHIFT_BITS = 0x4338000000000000L; // the same, as bits

  public static final double R0 = 0x1.5555555555592p-1; // 0.6666666666666734
  public static final double R1 = 0x1.999999997fd5bp-2; // 0.39999999999414165
  public static final double R2 = 0x1.24924941f6abbp-2; // 0.2857142874251328
  public static final double R3 = 0x1.c71c520495328p-3; // 0.22222198559270478
  public static final double R4 = 0x1.74663ff1eb72ep-3; // 0.18183565098791504
  public static final double R5 = 0x1.39a19e90225ddp-3; // 0.15314029576647573
  public static final double R6 = 0x1.2f068cce3053cp-3; // 0.14796171192396368

  private static final Rounding ROUNDING =
      Rounding.butFor(
          0x3c413d3a, 0xc08e158f, // 0.011794383
          0x41178feb, 0x400fe5e7, // 9.472636
          0x4c5d65a5, 0x418f034b, // 58037908
          0x65d890d3, 0x4254d1f9, // 1.2783784e+23
          0x6f31a8ec, 0x42845a89); // 5.498306e+28

  private Log() {}

  static float of(float x) {
    boolean isOrdinary = x > 0 && x < Float.POSITIVE_INFINITY;
    return isOrdinary ? ROUNDING.of(x, positive(x)) : special(x);
  }

  /** The logarithm of 0 and below, of infinity and NaN. */
  static float special(float x) {
    if (x == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    return x == Float.POSITIVE_INFINITY ? x : Float.NaN;
  }

  /** The logarithm, nearly, of a positive normal number. */
  static double positive(double x) {
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
    double small = s * (w * r + h) + k * Exponential.LN2_LOWER;
    return k * Exponential.LN2_UPPER + (f - (h - small));
  }
}
