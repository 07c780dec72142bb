package dev.flambeau.cpu.function;

/**
 * Sine and cosine: x = k π/2 + r, |r| ≤ π/4, and k mod 4 says which of them of r is taken, and its
 * sign.
 *
 * <p>Method: for |x| &lt; 2¹⁸, k as in {@link Exponential}, and π/2 in three parts, of which k
 * times the upper two, of 33 bits, is exact. Beyond, {@link FarAngle}. Then sin r = r + r³ S(r²)
 * and cos r = 1 − r²/2 + r⁴ C(r²), where S and C have degree 5.
 *
 * <p>Error before narrowing: 2⁻⁵², relative.
 */
public final class Circular {
  public static final float FAR = 0x1p18f; // 262144
  public static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1; // 0.6366197723675814
  public static final double SHIFT = Exponential.SHIFT;

  /** π/2 in two parts, for fma. */
  public static final double UPPER = 0x1.921fb54442d18p0; // 1.5707963267948966

  public static final double LOWER = 0x1.1a62633145c07p-54; // 6.123233995736766e-17

  private static final double UPPER_33 = 0x1.921fb544p0; // 1.5707963267341256
  private static final double MIDDLE_33 = 0x1.0b4611a6p-34; // 6.077100506303966e-11
  private static final double LOWEST = 0x1.3198a2e037073p-69; // 2.0222662487959506e-21

  public static final double S0 = -0x1.5555555555548p-3; // -0.1666666666666663
  public static final double S1 = 0x1.111111110f78fp-7; // 0.008333333333322005
  public static final double S2 = -0x1.a01a019bf579ap-13; // -0.0001984126982949558
  public static final double S3 = 0x1.71de35603abd6p-19; // 2.755731358763148e-06
  public static final double S4 = -0x1.ae5e546e4401bp-26; // -2.505074230783073e-08
  public static final double S5 = 0x1.5d8dfce379168p-33; // 1.589590465406632e-10

  public static final double C0 = 0x1.5555555555553p-5; // 0.04166666666666665
  public static final double C1 = -0x1.6c16c16c16115p-10; // -0.0013888888888882779
  public static final double C2 = 0x1.a01a019e20dedp-16; // 2.480158729457713e-05
  public static final double C3 = -0x1.27e4f90047898p-22; // -2.755731571979193e-07
  public static final double C4 = 0x1.1eea864612c03p-29; // 2.08758946504113e-09
  public static final double C5 = -0x1.8ff804b87c641p-37; // -1.1367797640996653e-11

  private Circular() {}

  /** The sine, nearly, of x and some quarters of a turn. */
  static double of(float x, int quarters) {
    if (!(Math.abs(x) < FAR)) {
      return far(x, quarters);
    }
    double shifted = x * TWO_OVER_PI + SHIFT;
    double k = shifted - SHIFT;
    double r = ((x - k * UPPER_33) - k * MIDDLE_33) - k * LOWEST;
    return at((int) Double.doubleToRawLongBits(shifted) + quarters, r);
  }

  private static double far(float x, int quarters) {
    if (!(Math.abs(x) < Float.POSITIVE_INFINITY)) {
      return Double.NaN;
    }
    FarAngle angle = FarAngle.of(Math.abs(x));
    return x < 0
        ? at(quarters - angle.quarters(), -angle.rest())
        : at(quarters + angle.quarters(), angle.rest());
  }

  private static double at(int quarters, double r) {
    double y = (quarters & 1) == 0 ? sine(r) : cosine(r);
    return (quarters & 2) == 0 ? y : -y;
  }

  private static double sine(double r) {
    double z = r * r;
    double s = S5;
    s = s * z + S4;
    s = s * z + S3;
    s = s * z + S2;
    s = s * z + S1;
    s = s * z + S0;
    return r * z * s + r;
  }

  /** What 1 − z/2 loses to rounding is added again. */
  private static double cosine(double r) {
    double z = r * r;
    double c = C5;
    c = c * z + C4;
    c = c * z + C3;
    c = c * z + C2;
    c = c * z + C1;
    c = c * z + C0;
    double half = 0.5 * z;
    double first = 1 - half;
    return first + (((1 - first) - half) + z * z * c);
  }
}
