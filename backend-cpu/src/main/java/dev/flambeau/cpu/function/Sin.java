package dev.flambeau.cpu.function;

/**
 * Sine of x, in radians.
 *
 * <p>Method: {@link Circular}. For |x| &lt; 2⁻¹² the result, x − x³/6 and so on, rounds to x, and
 * so does −0.
 *
 * <p>Special cases: sin(NaN) = NaN, sin(±∞) = NaN, sin(±0) = ±0. Exceptions: two.
 */
public final class Sin {
  public static final float SMALL = 0x1p-12f; // 0.00024414062

  private static final Rounding ROUNDING =
      Rounding.butFor(
          0x46199998, 0xbeb1fa5d, // 9830.398
          0xc6199998, 0x3eb1fa5d);

  private Sin() {}

  static float of(float x) {
    return Math.abs(x) < SMALL ? x : ROUNDING.of(x, Circular.of(x, 0));
  }
}
