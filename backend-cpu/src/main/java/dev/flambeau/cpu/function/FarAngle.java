package dev.flambeau.cpu.function;

/**
 * A large number in quarters of a turn: x = k π/2 + r.
 *
 * <p>Method: x 2/π modulo 4 in integers. x is m 2ᵉ, so of the bits of 2/π those above 2⁻ᵉ make
 * multiples of 4, and 128 that follow are enough: no float is closer to a multiple of π/2 than some
 * 2⁻³², so r has 64 bits (M. Payne, R. Hanek, "Radian Reduction for Trigonometric Functions",
 * 1983).
 *
 * @param quarters k modulo 4
 * @param rest r, at most π/4 in magnitude, to the last bit of a double
 */
record FarAngle(int quarters, double rest) {
  /** 2/π after 64 zeros. */
  private static final long[] TWO_OVER_PI = {
    0L, 0xa2f9836e4e441529L, 0xfc2757d1f534ddc0L, 0xdb6295993c439041L, 0xfe5163abdebbc561L
  };

  private static final long HALF_PI = 0xc90fdaa22168c235L; // times 2⁻⁶³

  /**
   * The angle of a number.
   *
   * @param x at least 1, finite
   */
  static FarAngle of(float x) {
    int bits = Float.floatToRawIntBits(x);
    long m = bits & 0x7fffff | 0x800000;
    int at = (bits >> 23) - 88; // x is m 2^(at − 62)
    long windowUpper = bitsFrom(at);
    long windowLower = bitsFrom(at + 64);
    long lower = m * windowLower;
    long upper = m * windowUpper + highProduct(m, windowLower); // with lower, times 2⁻¹²⁶
    int quarters = (int) (upper >>> 62);
    long rest = upperOf(upper, lower, 2);
    long restLower = lower << 2;
    boolean isBefore = rest < 0; // the nearest quarter is the next
    if (isBefore) {
      rest = ~rest + (restLower == 0 ? 1 : 0);
      restLower = -restLower;
    }
    int zeros = Long.numberOfLeadingZeros(rest);
    long turned = highProduct(upperOf(rest, restLower, zeros), HALF_PI);
    // An unsigned long, halved with its last bit kept for the rounding.
    double angle = (double) (turned >>> 1 | turned & 1) * power(-62 - zeros);
    return new FarAngle(quarters + (isBefore ? 1 : 0), isBefore ? -angle : angle);
  }

  /** 64 bits of 2/π and what is before it. */
  private static long bitsFrom(int at) {
    int word = at >> 6;
    int left = at & 63;
    return upperOf(TWO_OVER_PI[word], TWO_OVER_PI[word + 1], left);
  }

  /** The upper of two words that are shifted left together, by up to 63. */
  private static long upperOf(long upper, long lower, int left) {
    return upper << left | lower >>> 1 >>> (63 - left);
  }

  /** The upper half of a product of unsigned numbers. */
  private static long highProduct(long a, long b) {
    return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
  }

  private static double power(int exponent) {
    return Double.longBitsToDouble((exponent + 1023L) << 52);
  }
}
