package dev.flambeau.cpu.function;

/**
 * The last step of a function: from a double near the exact value to the float nearest to it.
 *
 * <p>A double that is off by 2⁻⁵¹ rounds to the wrong float only where the exact value lies that
 * close to the middle between two floats. So rounding is in doubt where the 29 bits that a float
 * lacks are within 2¹⁰ of a half, for one argument in some 2¹⁸. There a function's exceptions are
 * looked up: the few arguments at which its double lies on the wrong side.
 */
public final class Rounding {
  /** Added to a double's bits, those of {@link #DOUBT} are 0 where rounding is in doubt. */
  public static final long TO_DOUBT = 0x10000400L;

  public static final long DOUBT = 0x1ffff800L;

  /** A double of which rounding is in doubt; what stands for it is a loop's way to decline. */
  public static final double UNDECIDED = 0x1.000001p0; // 1.0000000596046448

  private final int[] exceptions;

  private Rounding(int... exceptions) {
    this.exceptions = exceptions;
  }

  /** As doubles round, but at some arguments: their bits, each with those of its result. */
  static Rounding butFor(int... argumentsAndResults) {
    return new Rounding(argumentsAndResults);
  }

  /** Whether a double lies so close to the middle between two floats that it may be off. */
  public static boolean isInDoubt(double y) {
    return (Double.doubleToRawLongBits(y) + TO_DOUBT & DOUBT) == 0;
  }

  /** The float nearest to the value at x, of which y is nearly the double. */
  float of(float x, double y) {
    return isInDoubt(y) ? doubted(x, y) : (float) y;
  }

  private float doubted(float x, double y) {
    int bits = Float.floatToRawIntBits(x);
    for (int i = 0; i < exceptions.length; i += 2) {
      if (exceptions[i] == bits) {
        return Float.intBitsToFloat(exceptions[i + 1]);
      }
    }
    return (float) y;
  }
}
