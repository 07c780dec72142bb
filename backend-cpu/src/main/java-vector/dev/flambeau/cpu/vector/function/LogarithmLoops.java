package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.Exponential;
import dev.flambeau.cpu.function.Log;
import dev.flambeau.cpu.function.Log1p;
import dev.flambeau.cpu.function.Rounding;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Logarithms: of a power of two, and of what is left. */
final class LogarithmLoops {
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int COUNT = DOUBLES.length();
  private static final long BIAS = 1023L << 52;
  private static final LongVector NO_LONG_BITS =
      LongVector.zero(VectorSpecies.of(long.class, DOUBLES.vectorShape()));
  private static final DoubleVector MINUS_SHIFT = DoubleVector.broadcast(DOUBLES, -Log.SHIFT);
  private static final DoubleVector MINUS_ONE = DoubleVector.broadcast(DOUBLES, -1);
  private static final DoubleVector TWO = DoubleVector.broadcast(DOUBLES, 2);

  private static final DoubleVector UNDECIDED = DoubleVector.broadcast(DOUBLES, Rounding.UNDECIDED);

  static final VectorFunction LOG =
      VectorFunction.of(
          CorrectlyRounded::log,
          loop("reduce"),
          loop("approximate"),
          loop("combine"),
          RoundingLoop.ROUND);

  static final VectorFunction LOG1P =
      VectorFunction.of(
          CorrectlyRounded::log1p,
          loop("reduceOnePlus"),
          loop("approximate"),
          loop("combineOnePlus"),
          RoundingLoop.ROUND);

  private LogarithmLoops() {}

  private static UninlinedLoop loop(String name) {
    return UninlinedLoop.of(MethodHandles.lookup(), name);
  }

  private static void reduce(FunctionBlock block, int count) {
    reduce(block, 0, count);
  }

  private static void reduceOnePlus(FunctionBlock block, int count) {
    reduce(block, 1, count);
  }

  /**
   * The exponents of powers of two in values, to which 0 or 1 is added, and significands less 1.
   */
  private static void reduce(FunctionBlock block, double more, int count) {
    float[] source = block.x();
    double[] ks = block.s();
    double[] fs = block.z();
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector x = Lanes.widen(source, i).add(more);
      LongVector bits = NO_LONG_BITS.or(x.reinterpretAsLongs());
      // An arithmetic shift of 64 bits is not to be had below AVX-512; nothing here is negative.
      LongVector exponent = bits.sub(Log.SQRT_HALF - BIAS).lanewise(VectorOperators.LSHR, 52);
      exponent = exponent.sub(BIAS >> 52);
      LongVector shifted = exponent.lanewise(VectorOperators.LSHL, 52);
      MINUS_ONE.add(bits.sub(shifted).reinterpretAsDoubles()).intoArray(fs, i);
      DoubleVector shiftedK = exponent.add(Log.SHIFT_BITS).reinterpretAsDoubles();
      MINUS_SHIFT.add(shiftedK).intoArray(ks, i);
    }
  }

  /** The polynomial in G. Estrin's order, as in {@link ExponentialLoops}. */
  private static void approximate(FunctionBlock block, int count) {
    double[] fs = block.z();
    double[] ts = block.p();
    DoubleVector r0 = Lanes.DOUBLE_ZERO.broadcast(Log.R0);
    DoubleVector r1 = Lanes.DOUBLE_ZERO.broadcast(Log.R1);
    DoubleVector r2 = Lanes.DOUBLE_ZERO.broadcast(Log.R2);
    DoubleVector r3 = Lanes.DOUBLE_ZERO.broadcast(Log.R3);
    DoubleVector r4 = Lanes.DOUBLE_ZERO.broadcast(Log.R4);
    DoubleVector r5 = Lanes.DOUBLE_ZERO.broadcast(Log.R5);
    DoubleVector r6 = Lanes.DOUBLE_ZERO.broadcast(Log.R6);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector f = Lanes.load(fs, i);
      DoubleVector s = f.div(TWO.add(f));
      DoubleVector w = s.mul(s);
      DoubleVector w2 = w.mul(w);
      DoubleVector lowest = w2.fma(w.fma(r3, r2), w.fma(r1, r0));
      DoubleVector r = w2.mul(w2).fma(w2.fma(r6, w.fma(r5, r4)), lowest);
      s.mul(w.fma(r, f.mul(0.5).mul(f))).intoArray(ts, i);
    }
  }

  private static void combine(FunctionBlock block, int count) {
    combine(block, 0, 0, count);
  }

  private static void combineOnePlus(FunctionBlock block, int count) {
    combine(block, -1, Log1p.SMALL, count);
  }

  /** What is not above the least, or infinite, is left undecided; small values are their own. */
  private static void combine(FunctionBlock block, double least, double small, int count) {
    float[] xs = block.x();
    double[] ks = block.s();
    double[] fs = block.z();
    double[] ts = block.p();
    DoubleVector upper = Lanes.DOUBLE_ZERO.broadcast(Exponential.LN2_UPPER);
    DoubleVector lower = Lanes.DOUBLE_ZERO.broadcast(Exponential.LN2_LOWER);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector f = Lanes.load(fs, i);
      DoubleVector k = Lanes.load(ks, i);
      DoubleVector h = f.mul(0.5).mul(f);
      DoubleVector rest = k.fma(lower, DoubleVector.fromArray(DOUBLES, ts, i));
      DoubleVector x = Lanes.widen(xs, i);
      DoubleVector y = k.fma(upper, f.sub(h.sub(rest)));
      y = y.blend(x, x.abs().compare(VectorOperators.LT, small));
      VectorMask<Double> isOrdinary = x.compare(VectorOperators.GT, least);
      isOrdinary = isOrdinary.and(x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
      UNDECIDED.blend(y, isOrdinary).intoArray(ts, i);
    }
  }
}
