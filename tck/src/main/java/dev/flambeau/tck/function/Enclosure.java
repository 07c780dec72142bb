package dev.flambeau.tck.function;

import java.math.BigInteger;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An exact value v with lower · 2^scale ≤ v ≤ upper · 2^scale.
 *
 * <p>Series are summed in fixed point: with precision p, an integer n stands for n · 2⁻ᵖ, and one
 * unit is 2⁻ᵖ. Products and quotients are cut, which loses less than one unit each; how many units
 * a sum may be off is counted beside it, and {@link #SLACK} is more than that on either side.
 */
record Enclosure(BigInteger lower, BigInteger upper, int scale) {

  /** More units than any sum below is off, for precisions up to 2,560. */
  private static final BigInteger SLACK = BigInteger.valueOf(1 << 13);

  /** Extra bits for ln 2, which take the error of its series. */
  private static final int GUARD = 32;

  /** π, by precision. */
  private static final Map<Integer, BigInteger> PI = new ConcurrentHashMap<>();

  /** ln 2, rounded down, by precision. */
  private static final Map<Integer, BigInteger> LN2 = new ConcurrentHashMap<>();

  /**
   * e^z, z = k ln 2 + r, by Taylor's series for e^r with 0 ≤ r &lt; 0.7.
   *
   * <p>Units off: r by |k| ≤ 151, so e^r by less than 2.1 · 151; a term by less than 4 (the one
   * before it contributes less than 0.7 of its error, the two cuts less than 2), with less than 4
   * bits to each term; and the terms left out, of which the first is less than one unit plus its
   * error, by less than 20.
   *
   * @param z a multiple of 2⁻⁵⁰, at most 105 in magnitude
   * @param precision at least 128
   */
  static Enclosure exp(float z, int precision) {
    BigInteger exact = fixed(z, precision);
    BigInteger[] parts = exact.divideAndRemainder(ln2(precision));
    int k = parts[0].intValueExact();
    BigInteger r = parts[1];
    if (r.signum() < 0) {
      k--;
      r = r.add(ln2(precision));
    }
    BigInteger term = BigInteger.ONE.shiftLeft(precision);
    BigInteger sum = term;
    for (int n = 1; term.signum() != 0; n++) {
      term = term.multiply(r).shiftRight(precision).divide(BigInteger.valueOf(n));
      sum = sum.add(term);
    }
    return around(sum, k - precision);
  }

  /**
   * ln x.
   *
   * @param x positive, finite
   * @param precision at least 128
   */
  static Enclosure log(float x, int precision) {
    return log(significand(x), scale(x), precision);
  }

  /**
   * ln(1 + x).
   *
   * @param x above −1, finite
   * @param precision at least 128
   */
  static Enclosure log1p(float x, int precision) {
    int scale = Math.min(scale(x), 0);
    BigInteger more = significand(x).shiftLeft(scale(x) - scale);
    return log(BigInteger.ONE.shiftLeft(-scale).add(more), scale, precision);
  }

  /** A float is its significand times 2 to its scale. */
  private static BigInteger significand(float x) {
    return BigInteger.valueOf((long) Math.scalb((double) x, -scale(x)));
  }

  private static int scale(float x) {
    return Math.max(Math.getExponent(x), Float.MIN_EXPONENT) - 23;
  }

  /**
   * ln(n 2^scale) = k ln 2 + ln m, with m in [0.75, 1.5) and ln m = 2 artanh((m − 1)/(m + 1)).
   *
   * <p>Units off: k ln 2 by |k| ≤ 150; ln m as {@link #doubleArtanh} says.
   */
  private static Enclosure log(BigInteger n, int scale, int precision) {
    int bits = n.bitLength();
    int below = bits > 1 && n.testBit(bits - 2) ? 0 : 1; // whether n 2^−bits, of [½, 1), is below ¾
    BigInteger one = BigInteger.ONE.shiftLeft(bits - below);
    BigInteger lnM = doubleArtanh(n.subtract(one), n.add(one), precision);
    BigInteger k = BigInteger.valueOf(bits - below + scale);
    return around(lnM.add(ln2(precision).multiply(k)), -precision);
  }

  /**
   * 2 artanh(n/d) = 2 Σ s²ⁱ⁺¹/(2i + 1), s = n/d, at most ⅓ in magnitude.
   *
   * <p>Units off: s by 1, s² by 2, each power by less than 2, each term by less than 3. There are
   * less than p/3 terms, and those left out come to less than 3. In all, less than 2p + 6.
   */
  private static BigInteger doubleArtanh(BigInteger n, BigInteger d, int precision) {
    BigInteger power = n.abs().shiftLeft(precision).divide(d);
    BigInteger square = power.multiply(power).shiftRight(precision);
    BigInteger sum = BigInteger.ZERO;
    for (int odd = 1; power.signum() != 0; odd += 2) {
      sum = sum.add(power.divide(BigInteger.valueOf(odd)));
      power = power.multiply(square).shiftRight(precision);
    }
    BigInteger twice = sum.shiftLeft(1);
    return n.signum() < 0 ? twice.negate() : twice;
  }

  /** ln 2 = 2 artanh ⅓, too small by less than 1.001 units. */
  private static BigInteger ln2(int precision) {
    return LN2.computeIfAbsent(
        precision,
        p -> doubleArtanh(BigInteger.ONE, BigInteger.valueOf(3), p + GUARD).shiftRight(GUARD));
  }

  private static BigInteger fixed(float z, int precision) {
    return BigInteger.valueOf((long) Math.scalb((double) z, 50)).shiftLeft(precision - 50);
  }

  private static Enclosure around(BigInteger value, int scale) {
    return new Enclosure(value.subtract(SLACK), value.add(SLACK), scale);
  }

  Enclosure negated() {
    return new Enclosure(upper.negate(), lower.negate(), scale);
  }

  /**
   * erf x = 2/√π Σ (−1)ⁿ x²ⁿ⁺¹/(n! (2n + 1)), in fixed point that has as many bits more as x is
   * small.
   *
   * <p>Units off: π by less than 100, its root and the factor by less; x² by 1, a power over n! by
   * less than e¹⁶ · 3 bits, which 32 more take, and so their sum.
   *
   * @param x below 4 in magnitude, not 0
   * @param precision at least 128
   */
  static Enclosure erf(float x, int precision) {
    int p = precision + GUARD - Math.min(Math.getExponent(x), 0) + 32;
    BigInteger argument = significand(x).shiftLeft(p + scale(x));
    BigInteger square = argument.multiply(argument).shiftRight(p);
    BigInteger power = argument;
    BigInteger sum = argument;
    for (int n = 1; power.signum() != 0 && power.bitLength() > 1; n++) {
      power = power.multiply(square).shiftRight(p).divide(BigInteger.valueOf(-n));
      sum = sum.add(power.divide(BigInteger.valueOf(2 * n + 1)));
    }
    BigInteger rootOfPi = pi(p).shiftLeft(p).sqrt();
    BigInteger value = sum.shiftLeft(p + 1).divide(rootOfPi);
    return around(value.shiftRight(GUARD), GUARD - p);
  }

  /**
   * The sine of x and some quarters of a turn: x = k π/2 + r, |r| < π/2, and the series of sin r or
   * cos r.
   *
   * <p>Units off: k π/2 by less than 100 · 2¹²⁸, which as many more bits take; a term by less than
   * 4, and there are less than p of them.
   *
   * @param x finite
   * @param precision at least 128
   */
  static Enclosure sine(float x, int quarters, int precision) {
    int p = precision + GUARD;
    int fine = p + 128 + GUARD;
    BigInteger argument = significand(x).shiftLeft(fine + scale(x));
    BigInteger quarter = pi(fine).shiftRight(1);
    BigInteger k = argument.shiftLeft(1).divide(quarter).add(BigInteger.ONE).shiftRight(1);
    BigInteger r = argument.subtract(k.multiply(quarter)).shiftRight(fine - p);
    int turned = k.intValue() + quarters;
    boolean isOdd = (turned & 1) != 0;
    BigInteger square = r.multiply(r).shiftRight(p);
    BigInteger term = isOdd ? BigInteger.ONE.shiftLeft(p) : r;
    BigInteger sum = term;
    for (long n = isOdd ? 1 : 2; term.bitLength() > 1; n += 2) {
      term = term.multiply(square).shiftRight(p).divide(BigInteger.valueOf(-n * (n + 1)));
      sum = sum.add(term);
    }
    BigInteger value = (turned & 2) != 0 ? sum.negate() : sum;
    return around(value.shiftRight(GUARD), -precision);
  }

  /** π = 16 artan ⅕ − 4 artan 1/239 (J. Machin, 1706), off by less than 100 units. */
  private static BigInteger pi(int precision) {
    return PI.computeIfAbsent(
        precision, p -> artan(5, p).shiftLeft(4).subtract(artan(239, p).shiftLeft(2)));
  }

  /** artan 1/d = Σ (−1)ⁿ/((2n + 1) d²ⁿ⁺¹). */
  private static BigInteger artan(int d, int precision) {
    BigInteger power = BigInteger.ONE.shiftLeft(precision + GUARD).divide(BigInteger.valueOf(d));
    BigInteger sum = power;
    for (int odd = 3; power.signum() != 0; odd += 2) {
      power = power.divide(BigInteger.valueOf((long) d * d));
      BigInteger term = power.divide(BigInteger.valueOf(odd));
      sum = odd % 4 == 3 ? sum.subtract(term) : sum.add(term);
    }
    return sum.shiftRight(GUARD);
  }

  /** v − 1, exactly. For scale below 0. */
  Enclosure lessOne() {
    BigInteger one = BigInteger.ONE.shiftLeft(-scale);
    return new Enclosure(lower.subtract(one), upper.subtract(one), scale);
  }

  /** (v − 1)/(v + 1), which increases with v. For v &gt; 1 and scale below 0. */
  Enclosure lessOneOverPlusOne() {
    BigInteger one = BigInteger.ONE.shiftLeft(-scale);
    int bits = lower.bitLength();
    BigInteger low = lower.subtract(one).shiftLeft(bits).divide(lower.add(one));
    BigInteger high = upper.subtract(one).shiftLeft(bits).divide(upper.add(one));
    return new Enclosure(low, high.add(BigInteger.ONE), -bits);
  }

  /** 1/(1 + v), which decreases with v. For v &gt; 0 and scale below 0. */
  Enclosure inverseOfPlusOne() {
    BigInteger one = BigInteger.ONE.shiftLeft(-scale);
    BigInteger smallest = lower.add(one);
    BigInteger largest = upper.add(one);
    int bits = 2 * largest.bitLength();
    BigInteger numerator = BigInteger.ONE.shiftLeft(bits);
    BigInteger high = numerator.divide(smallest).add(BigInteger.ONE);
    return new Enclosure(numerator.divide(largest), high, -scale - bits);
  }

  int lowerBits() {
    return round(lower, scale);
  }

  int upperBits() {
    return round(upper, scale);
  }

  /** The bits of the float nearest to value · 2^scale, ties to even. */
  private static int round(BigInteger value, int scale) {
    BigInteger magnitude = value.abs();
    int sign = value.signum() < 0 ? 0x80000000 : 0;
    int exponent = magnitude.bitLength() - 1 + scale;
    if (exponent > 127) {
      return sign | 0x7f800000;
    }
    int cut = Math.max(exponent - 23, -149) - scale; // a unit in the last place is 2^(cut + scale)
    if (cut <= 0) {
      throw new IllegalStateException("too few bits to round: " + magnitude.bitLength());
    }
    int kept = magnitude.shiftRight(cut).intValueExact();
    boolean half = magnitude.testBit(cut - 1);
    boolean beyond = half && magnitude.getLowestSetBit() < cut - 1;
    int up = half && (beyond || (kept & 1) != 0) ? 1 : 0;
    int biased = exponent < -126 ? 0 : (exponent + 126) << 23;
    return sign | (biased + kept + up);
  }
}
