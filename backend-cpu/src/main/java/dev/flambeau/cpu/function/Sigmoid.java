package dev.flambeau.cpu.function;

/**
 * Logistic function: 1/(1 + e⁻ˣ).
 *
 * <p>Method: 1/(1 + e⁻ˣ) = 1/(s·p + (1 + s)). Around 0 it is ½ + x/4 − x³/48 + …, and where ½ + x/4
 * is a tie only the third term breaks it, beyond the last bit of a double. There x times a little
 * less than ¼ is taken, which breaks the tie to the same side; the product is exact.
 *
 * <p>Special cases: sigmoid(NaN) = NaN, sigmoid(+∞) = 1, sigmoid(−∞) = +0, sigmoid(±0) = ½.
 *
 * <p>Error before narrowing: 2⁻⁵¹·⁴, relative. Exceptions: one.
 */
public final class Sigmoid {
  public static final double LEAST = -20;
  public static final double MOST = 105;
  public static final float SMALL = 0x1p-11f; // 0.00048828125
  public static final double BELOW_QUARTER = 0x1.fffffep-3; // 0.2499999850988388

  public static final float EXCEPTION = -0x1.250c02p-10f; // -0.0011178851
  public static final float AT_EXCEPTION = 0x1.ffb6bep-2f; // 0.49972054

  private static final Rounding ROUNDING =
      Rounding.butFor(Float.floatToRawIntBits(EXCEPTION), Float.floatToRawIntBits(AT_EXCEPTION));

  private Sigmoid() {}

  static float of(float x) {
    double z = -x;
    z = z > MOST ? MOST : z;
    z = z < LEAST ? LEAST : z;
    double shifted = Exponential.shifted(z);
    double s = Exponential.scale(shifted);
    double p = Exponential.expm1(z, shifted);
    double y = 1 / (s * p + (1 + s));
    y = Math.abs(x) < SMALL ? x * BELOW_QUARTER + 0.5 : y;
    return ROUNDING.of(x, y);
  }
}
