package dev.flambeau.cpu.function;

/**
 * Natural logarithm of 1 + x.
 *
 * <p>Method: that of {@link Log}, which keeps all bits near 1, since 1 + x is exact as a double
 * where |x| is between 2⁻²⁹ and 2⁵³; above that the 1 changes no float. For |x| &lt; 2⁻²⁶ the
 * result, x − x²/2 and so on, rounds to x, and so does −0.
 *
 * <p>Special cases: log1p(NaN) = NaN, log1p(x) = NaN for x &lt; −1, log1p(−1) = −∞, log1p(+∞) = +∞,
 * log1p(±0) = ±0.
 *
 * <p>Error before narrowing: 2⁻⁵²·⁶, relative. Exceptions: nine.
 */
public final class Log1p {
  public static final float SMALL = Expm1.SMALL;

  private static final Rounding ROUNDING =
      Rounding.butFor(
          0x35400003, 0x353fffff, // 7.1525614e-7
          0x3710001b, 0x370ffff3, // 8.583095e-6
          0x3efd81ad, 0x3ecdeee1, // 0.49513
          0x41078feb, 0x400fe5e7, // 8.472636
          0x65d890d3, 0x4254d1f9, // 1.2783784e+23
          0x6f31a8ec, 0x42845a89, // 5.498306e+28
          0xb53ffffd, 0xb5400001, // -7.1525557e-7
          0xb70fffe5, 0xb710000d, // -8.583044e-6
          0xbb0ec8c4, 0xbb0ef0a5); // -0.0021787146

  private Log1p() {}

  static float of(float x) {
    if (Math.abs(x) < SMALL) {
      return x;
    }
    boolean isOrdinary = x > -1 && x < Float.POSITIVE_INFINITY;
    return isOrdinary ? ROUNDING.of(x, Log.positive(1.0 + x)) : Log.special(x + 1);
  }
}
