package dev.flambeau.cpu.reference;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.Fma;
import dev.flambeau.op.DType;

/**
 * The arithmetic of a floating-point type, on values of that type held as double, so that one loop
 * serves both.
 *
 * <p>{@code + − × ÷ √} of two FLOAT32 values, computed in double and then rounded to FLOAT32, are
 * correctly rounded, since 53 bits are at least 2 · 24 + 2 (S. A. Figueroa, When is Double Rounding
 * Innocuous?, 1995). Fma and the functions are not, so each type has its own.
 */
interface Arithmetic {
  Arithmetic FLOAT32 = new Float32();
  Arithmetic FLOAT64 = new Float64();

  static Arithmetic of(DType dtype) {
    return dtype == DType.FLOAT32 ? FLOAT32 : FLOAT64;
  }

  /** The value of this type nearest to the double result of one operation. */
  double round(double result);

  double fma(double a, double b, double c);

  double exp(double x);

  double log(double x);

  double sigmoid(double x);

  double tanh(double x);

  /** The contract's arithmetic. */
  final class Float32 implements Arithmetic {
    @Override
    public double round(double result) {
      return (float) result;
    }

    @Override
    public double fma(double a, double b, double c) {
      return Fma.fma((float) a, (float) b, (float) c);
    }

    @Override
    public double exp(double x) {
      return CorrectlyRounded.exp((float) x);
    }

    @Override
    public double log(double x) {
      return CorrectlyRounded.log((float) x);
    }

    @Override
    public double sigmoid(double x) {
      return CorrectlyRounded.sigmoid((float) x);
    }

    @Override
    public double tanh(double x) {
      return CorrectlyRounded.tanh((float) x);
    }
  }

  /** For gradient checks: the same orders, and no promise of bits. */
  final class Float64 implements Arithmetic {
    @Override
    public double round(double result) {
      return result;
    }

    @Override
    public double fma(double a, double b, double c) {
      return Math.fma(a, b, c);
    }

    @Override
    public double exp(double x) {
      return StrictMath.exp(x);
    }

    @Override
    public double log(double x) {
      return StrictMath.log(x);
    }

    @Override
    public double sigmoid(double x) {
      return 1 / (1 + StrictMath.exp(-x));
    }

    @Override
    public double tanh(double x) {
      return StrictMath.tanh(x);
    }
  }
}
