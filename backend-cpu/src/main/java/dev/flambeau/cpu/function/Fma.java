package dev.flambeau.cpu.function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code a·b + c} of FLOAT32 values, rounded once, on every processor.
 *
 * <p>{@link Math#fma} is one instruction where the processor has it. Where it has not, or a JVM is
 * told not to use it, Java computes it with {@code BigDecimal}, at 0.5 to 3 µs a call. There {@link
 * #exact} takes its place; which one is decided once, so that HotSpot compiles the choice away.
 */
public final class Fma {
  /** Above any call of an instruction, below any of a BigDecimal. */
  private static final double SLOW_NANOSECONDS = 50;

  private static final int PROBES = 2_000;
  private static final boolean FAST = probe();

  private Fma() {}

  /** Whether it is an instruction. */
  public static boolean isFast() {
    return FAST;
  }

  /** {@code a·b + c}, rounded once. */
  public static float fma(float a, float b, float c) {
    return FAST ? Math.fma(a, b, c) : exact(a, b, c);
  }

  /**
   * {@code a·b + c}, rounded once, without the instruction.
   *
   * <p>The product of two floats is exact in double. The sum is rounded to odd: where it is not
   * exact, the last bit is set. Such a sum lies on the same side of every float, and of every
   * middle between two floats, as the exact one, for it has 53 bits, and 24 + 2 are enough (S.
   * Boldo, G. Melquiond, Emulation of FMA and Correctly Rounded Sums, 2008). So rounding it to
   * float is the only rounding.
   */
  static float exact(float a, float b, float c) {
    double product = (double) a * b;
    double sum = product + c;
    double error = sumError(product, c, sum);
    if (error == 0 || Double.isNaN(error)) {
      return (float) sum;
    }
    long bits = Double.doubleToRawLongBits(sum);
    if ((bits & 1) == 0) {
      // To odd: the neighbour on the side where the exact sum lies.
      bits += (error > 0) == (sum > 0) ? 1 : -1;
    }
    return (float) Double.longBitsToDouble(bits);
  }

  /** What a sum lost to rounding, exactly; NaN beside an infinity (D. E. Knuth's TwoSum). */
  private static double sumError(double a, double b, double sum) {
    double bPart = sum - a;
    double aPart = sum - bPart;
    return (a - aPart) + (b - bPart);
  }

  private static boolean probe() {
    double nanoseconds = Double.MAX_VALUE;
    for (int round = 0; round < 5 && nanoseconds >= SLOW_NANOSECONDS; round++) {
      nanoseconds = nanosecondsPerCall();
    }
    if (nanoseconds < SLOW_NANOSECONDS) {
      return true;
    }
    Logger log = LoggerFactory.getLogger(Fma.class);
    log.info(
        "Math.fma takes {} ns: this processor or JVM has no instruction for it. Flambeau's own takes"
            + " its place, with the same results.",
        Math.round(nanoseconds));
    return false;
  }

  private static double nanosecondsPerCall() {
    float sum = 0;
    long start = System.nanoTime();
    for (int i = 0; i < PROBES; i++) {
      sum = Math.fma(sum, 0.5f, i);
    }
    long taken = System.nanoTime() - start;
    // The sum is read, or the loop might be compiled away.
    return Float.isNaN(sum) ? Double.MAX_VALUE : (double) taken / PROBES;
  }
}
