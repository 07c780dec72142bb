package dev.flambeau.cpu.function;

/**
 * e to the power x.
 *
 * <p>Method: s·p + s; narrowing rounds to subnormals and to infinity as it should, so the argument
 * is only kept within what {@link Exponential} takes: e⁹⁰ &gt; 2¹²⁸ and e⁻¹⁰⁵ &lt; 2⁻¹⁵⁰.
 *
 * <p>Special cases: exp(NaN) = NaN, exp(+∞) = +∞, exp(−∞) = +0, exp(±0) = 1.
 *
 * <p>Error before narrowing: 2⁻⁵²·⁴, relative. Exceptions: none.
 */
public final class Exp {
  public static final double LEAST = -105;
  public static final double MOST = 90;

  private Exp() {}

  static float of(float x) {
    double z = x > MOST ? MOST : x;
    z = z < LEAST ? LEAST : z;
    double shifted = Exponential.shifted(z);
    double s = Exponential.scale(shifted);
    double p = Exponential.expm1(z, shifted);
    return (float) (s * p + s);
  }
}
