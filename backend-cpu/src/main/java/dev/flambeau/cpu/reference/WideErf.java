package dev.flambeau.cpu.reference;

/**
 * The error function of FLOAT64, to some units in the last place: for gradient checks.
 *
 * <p>Below 3 by the series erf x = 2/√π e^(−x²) x Σ (2x²)ⁿ/(1·3·…·(2n + 1)), of positive terms
 * alone; above by the continued fraction of erfc, evaluated from its 60th term back. M. Abramowitz,
 * I. A. Stegun, "Handbook of Mathematical Functions", 1964, 7.1.6 and 7.1.14.
 */
final class WideErf {
  private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;
  private static final double SERIES = 3;
  private static final double ONE = 6; // erfc 6 is below 2⁻⁵³
  private static final int TERMS = 60;

  private WideErf() {}

  static double of(double x) {
    double a = Math.abs(x);
    if (a >= ONE) {
      return Math.copySign(1, x);
    }
    return a < SERIES ? series(x) : Math.copySign(1 - complement(a), x);
  }

  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.ulp(sum) / 4; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_ROOT_PI * StrictMath.exp(-x * x) * sum;
  }

  private static double complement(double x) {
    double fraction = x;
    for (int n = TERMS; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return TWO_OVER_ROOT_PI / 2 * StrictMath.exp(-x * x) / fraction;
  }
}
