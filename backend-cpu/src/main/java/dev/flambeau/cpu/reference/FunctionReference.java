package dev.flambeau.cpu.reference;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.kernel.KernelTable;
import dev.flambeau.op.Unary;
import java.util.function.DoubleUnaryOperator;

/**
 * Elementary functions: of FLOAT32 correctly rounded, of FLOAT64 for gradient checks. numerics.md,
 * "Elementary functions".
 */
final class FunctionReference {
  private FunctionReference() {}

  /** A function of floats. */
  private interface Single {
    float of(float x);
  }

  static KernelTable rows(KernelTable table) {
    return table
        .row(Unary.Cos.class, kernel(CorrectlyRounded::cos, StrictMath::cos))
        .row(Unary.Erf.class, kernel(CorrectlyRounded::erf, WideErf::of))
        .row(Unary.Exp.class, kernel(CorrectlyRounded::exp, StrictMath::exp))
        .row(Unary.Expm1.class, kernel(CorrectlyRounded::expm1, StrictMath::expm1))
        .row(Unary.Log.class, kernel(CorrectlyRounded::log, StrictMath::log))
        .row(Unary.Log1p.class, kernel(CorrectlyRounded::log1p, StrictMath::log1p))
        .row(
            Unary.Sigmoid.class,
            kernel(CorrectlyRounded::sigmoid, x -> 1 / (1 + StrictMath.exp(-x))))
        .row(Unary.Sin.class, kernel(CorrectlyRounded::sin, StrictMath::sin))
        .row(Unary.Tanh.class, kernel(CorrectlyRounded::tanh, StrictMath::tanh));
  }

  private static UnaryReference kernel(Single single, DoubleUnaryOperator wide) {
    return new UnaryReference(
        (arithmetic, x) ->
            arithmetic == Arithmetic.FLOAT32 ? single.of((float) x) : wide.applyAsDouble(x));
  }
}
