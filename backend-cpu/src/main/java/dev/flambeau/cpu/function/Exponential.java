package dev.flambeau.cpu.function;

/**
 * The exponential, as those functions share it that are made of it: eᶻ = s + s·p, where s = 2ᵏ and
 * p = e^(z − k ln 2) − 1.
 *
 * <p>Method: z log₂ e + 1.5·2⁵² has the integer k nearest to z log₂ e in its lowest bits; less
 * 1.5·2⁵² it is k as a double. ln 2 is taken in two parts, of which the upper has 40 bits, so that
 * k times it is exact. The remainder r is at most 0.347, and p = r + r² Q(r), where Q has degree 9.
 *
 * <p>Error: p, relative, below 2⁻⁵². Needs |z| ≤ 105.
 */
public final class Exponential {
  public static final double LOG2_E = 0x1.71547652b82fep+0; // 1.4426950408889634
  public static final double SHIFT = 0x1.8p52; // 6755399441055744
  public static final double LN2_UPPER = 0x1.62e42fefa2p-1; // 0.6931471805592082
  public static final double LN2_LOWER = 0x1.9ef35793c7673p-41; // 7.371002565167799e-13

  public static final double Q0 = 0x1.0000000000006p-1; // 0.5000000000000007
  public static final double Q1 = 0x1.555555555556p-3; // 0.16666666666666696
  public static final double Q2 = 0x1.5555555551a62p-5; // 0.04166666666656195
  public static final double Q3 = 0x1.111111110b663p-7; // 0.008333333333293063
  public static final double Q4 = 0x1.6c16c180f5126p-10; // 0.0013888888936338189
  public static final double Q5 = 0x1.a01a01d380bffp-13; // 0.0001984126998736124
  public static final double Q6 = 0x1.a019a1261e7d8p-16; // 2.480149955672709e-05
  public static final double Q7 = 0x1.71dd88025adc1p-19; // 2.7557116492515556e-06
  public static final double Q8 = 0x1.28a81eb8c1328p-22; // 2.762830991073593e-07
  public static final double Q9 = 0x1.b04551f835ea1p-26; // 2.5161471101829018e-08

  private Exponential() {}

  /** 1.5·2⁵² + k. */
  static double shifted(double z) {
    return z * LOG2_E + SHIFT;
  }

  /** s = 2ᵏ: k is added to the exponent's bias and moved to the exponent's place. */
  static double scale(double shifted) {
    return Double.longBitsToDouble((Double.doubleToRawLongBits(shifted) + 1023) << 52);
  }

  /** p. */
  static double expm1(double z, double shifted) {
    double k = shifted - SHIFT;
    double r = (z - k * LN2_UPPER) - k * LN2_LOWER;
    double q = Q9;
    q = q * r + Q8;
    q = q * r + Q7;
    q = q * r + Q6;
    q = q * r + Q5;
    q = q * r + Q4;
    q = q * r + Q3;
    q = q * r + Q2;
    q = q * r + Q1;
    q = q * r + Q0;
    return (r * r) * q + r;
  }
}
