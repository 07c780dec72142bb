package dev.flambeau.cpu.function;

/**
 * e to the power x, less 1.
 *
 * <p>Method: s·p + (s − 1), which keeps all bits near 0, where s is 1. There the result is x + x²/2
 * and so on, which for |x| &lt; 2⁻²⁶ rounds to x, and so does −0. e⁹⁰ − 1 is infinite as a float,
 * and e⁻²⁰ − 1 is −1.
 *
 * <p>Special cases: expm1(NaN) = NaN, expm1(+∞) = +∞, expm1(−∞) = −1, expm1(±0) = ±0.
 *
 * <p>Error before narrowing: 2⁻⁵¹·², relative. Exceptions: none.
 */
public final class Expm1 {
  public static final double LEAST = -20;
  public static final double MOST = 90;
  public static final float SMALL = 0x1p-26f; // 1.4901161e-8

  private Expm1() {}

  static float of(float x) {
    if (Math.abs(x) < SMALL) {
      return x;
    }
    double z = x > MOST ? MOST : x;
    z = z < LEAST ? LEAST : z;
    double shifted = Exponential.shifted(z);
    double s = Exponential.scale(shifted);
    double p = Exponential.expm1(z, shifted);
    return (float) (s * p + (s - 1));
  }
}
