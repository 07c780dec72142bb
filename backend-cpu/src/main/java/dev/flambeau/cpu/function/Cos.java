package dev.flambeau.cpu.function;

/**
 * Cosine of x, in radians.
 *
 * <p>Method: {@link Circular}, a quarter of a turn on.
 *
 * <p>Special cases: cos(NaN) = NaN, cos(±∞) = NaN, cos(±0) = 1. Exceptions: four.
 */
public final class Cos {
  private static final Rounding ROUNDING =
      Rounding.butFor(
          0x5f18b878, 0x3f7f14bb, // 1.1004678e+19
          0xdf18b878, 0x3f7f14bb,
          0x6115cb11, 0x3f78142f, // 1.7269984e+20
          0xe115cb11, 0x3f78142f);

  private Cos() {}

  static float of(float x) {
    return ROUNDING.of(x, Circular.of(x, 1));
  }
}
