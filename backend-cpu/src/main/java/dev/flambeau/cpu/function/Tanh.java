package dev.flambeau.cpu.function;

/**
 * Hyperbolic tangent.
 *
 * <p>Method: E = e^(2|x|) − 1 = s·p + (s − 1), and tanh |x| = E/(E + 2); the sign is put back. For
 * 2|x| &gt; 20 the result is 1, so 20 stands for all of them.
 *
 * <p>Special cases: tanh(NaN) = NaN, tanh(±∞) = ±1, tanh(±0) = ±0.
 *
 * <p>Error before narrowing: 2⁻⁵¹·², relative. Exceptions: none.
 */
public final class Tanh {
  public static final double MOST = 20;

  private Tanh() {}

  static float of(float x) {
    double z = 2.0 * Math.abs(x);
    z = z > MOST ? MOST : z;
    double shifted = Exponential.shifted(z);
    double s = Exponential.scale(shifted);
    double p = Exponential.expm1(z, shifted);
    double e = s * p + (s - 1);
    return Math.copySign((float) (e / (e + 2)), x);
  }
}
