package dev.flambeau.cpu.function;

/**
 * Correctly rounded elementary functions of {@code float}: each result is the float nearest to the
 * exact value, ties to even, subnormals included (docs/numerics.md, "Elementary functions"). Of
 * each a method, whose name is the op's.
 *
 * <p>One idea serves all. A straight line of {@code double} operations comes within 2⁻⁵¹ of the
 * exact value, relative. Narrowing it to float goes wrong only where the exact value lies that
 * close to the middle between two floats. There are 2³² arguments and no more, so these places are
 * known: they are the exceptions in each function's {@link Rounding}, found and everything else
 * confirmed by comparing all 2³² results with an oracle. The proof is that comparison, not the
 * error bound. It holds for these constants and this order of operations, so whoever changes either
 * runs it again.
 *
 * <p>Every product is rounded before it is added: {@link Math#fma} takes microseconds on a machine
 * without the instruction.
 *
 * <p>The kernels of vectors have these constants, but fma and another order; what they cannot
 * decide they leave to these methods.
 *
 * <p>Sources: argument reduction and the logarithm's form follow W. J. Cody and W. Waite, "Software
 * Manual for the Elementary Functions", 1980, and P. T. P. Tang's papers in ACM TOMS 15 (1989) and
 * 16 (1990). The coefficients are minimax by Remez's exchange, in 200-bit arithmetic.
 */
public final class CorrectlyRounded {
  private CorrectlyRounded() {}

  public static float cos(float x) {
    return Cos.of(x);
  }

  public static float erf(float x) {
    return Erf.of(x);
  }

  public static float exp(float x) {
    return Exp.of(x);
  }

  public static float expm1(float x) {
    return Expm1.of(x);
  }

  public static float log(float x) {
    return Log.of(x);
  }

  public static float log1p(float x) {
    return Log1p.of(x);
  }

  public static float sigmoid(float x) {
    return Sigmoid.of(x);
  }

  public static float sin(float x) {
    return Sin.of(x);
  }

  public static float tanh(float x) {
    return Tanh.of(x);
  }
}
