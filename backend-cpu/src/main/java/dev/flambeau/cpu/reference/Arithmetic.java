package dev.flambeau.cpu.reference;

import dev.flambeau.cpu.function.Fma;
import dev.flambeau.op.DType;

/**
 * The arithmetic of a floating-point type, on values of that type held as double, so that one loop
 * serves both.
 *
 * <p>{@code + − × ÷ √} of two FLOAT32 values, computed in double and then rounded to FLOAT32, are
 * correctly rounded, since 53 bits are at least 2 · 24 + 2 (S. A. Figueroa, When is Double Rounding
 * Innocuous?, 1995). Fma is not, so each type has its own.
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
  }
}
