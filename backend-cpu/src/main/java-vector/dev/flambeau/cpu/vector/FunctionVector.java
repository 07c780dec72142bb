package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.CorrectlyRounded.Log;
import dev.flambeau.cpu.function.CorrectlyRounded.Power;
import dev.flambeau.cpu.function.CorrectlyRounded.Sigmoid;
import dev.flambeau.cpu.parallel.UnaryParallel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The functions of {@link CorrectlyRounded}, a vector of doubles at a time: its operations in its
 * order, so its bits. A vector with an argument that it treats apart is computed one by one.
 */
final class FunctionVector {
  private static final VectorSpecies<Float> FLOATS = Lanes.HALF;
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int COUNT = DOUBLES.length();
  private static final int SIGN = Integer.MIN_VALUE;
  private static final long BIAS = 1023L << 52;

  private FunctionVector() {}

  static void exp(float[] source, int at, float[] y, int to, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += COUNT) {
      store(exp(widen(load(source, at + i))), y, to + i);
    }
    UnaryParallel.exp(source, at + whole, y, to + whole, count - whole);
  }

  static void log(float[] source, int at, float[] y, int to, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector x = load(source, at + i);
      if (isSpecialToLog(x)) {
        UnaryParallel.log(source, at + i, y, to + i, COUNT);
      } else {
        store(log(widen(x)), y, to + i);
      }
    }
    UnaryParallel.log(source, at + whole, y, to + whole, count - whole);
  }

  static void tanh(float[] source, int at, float[] y, int to, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += COUNT) {
      FloatVector x = load(source, at + i);
      IntVector sign = x.reinterpretAsInts().and(SIGN);
      FloatVector magnitude = narrow(tanhOfMagnitude(widen(x.abs())));
      magnitude.reinterpretAsInts().or(sign).reinterpretAsFloats().intoArray(y, to + i);
    }
    UnaryParallel.tanh(source, at + whole, y, to + whole, count - whole);
  }

  static void sigmoid(float[] source, int at, float[] y, int to, int count) {
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += COUNT) {
      store(sigmoid(widen(load(source, at + i))), y, to + i);
    }
    UnaryParallel.sigmoid(source, at + whole, y, to + whole, count - whole);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(FLOATS, x, at);
  }

  private static DoubleVector widen(FloatVector x) {
    return (DoubleVector) x.castShape(DOUBLES, 0);
  }

  private static FloatVector narrow(DoubleVector x) {
    return (FloatVector) x.castShape(FLOATS, 0);
  }

  private static void store(DoubleVector x, float[] y, int to) {
    narrow(x).intoArray(y, to);
  }

  private static DoubleVector exp(DoubleVector x) {
    DoubleVector z = clamp(x, -105, 90);
    DoubleVector shifted = shifted(z);
    DoubleVector s = scale(shifted);
    return s.mul(expm1(z, shifted)).add(s);
  }

  /** NaN stays. */
  private static DoubleVector clamp(DoubleVector x, double least, double most) {
    DoubleVector z = x.blend(most, x.compare(VectorOperators.GT, most));
    return z.blend(least, z.compare(VectorOperators.LT, least));
  }

  private static DoubleVector shifted(DoubleVector z) {
    return z.mul(Power.LOG2_E).add(Power.SHIFT);
  }

  private static DoubleVector scale(DoubleVector shifted) {
    LongVector biased = shifted.reinterpretAsLongs().add(1023);
    return biased.lanewise(VectorOperators.LSHL, 52).reinterpretAsDoubles();
  }

  private static DoubleVector expm1(DoubleVector z, DoubleVector shifted) {
    DoubleVector k = shifted.sub(Power.SHIFT);
    DoubleVector r = z.sub(k.mul(Power.LN2_UPPER)).sub(k.mul(Power.LN2_LOWER));
    DoubleVector q = r.mul(Power.Q9).add(Power.Q8);
    q = q.mul(r).add(Power.Q7);
    q = q.mul(r).add(Power.Q6);
    q = q.mul(r).add(Power.Q5);
    q = q.mul(r).add(Power.Q4);
    q = q.mul(r).add(Power.Q3);
    q = q.mul(r).add(Power.Q2);
    q = q.mul(r).add(Power.Q1);
    q = q.mul(r).add(Power.Q0);
    return r.mul(r).mul(q).add(r);
  }

  /** Not positive and finite, or one of the five exceptions. */
  private static boolean isSpecialToLog(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    VectorMask<Integer> special = bits.compare(VectorOperators.LE, 0);
    special = special.or(bits.compare(VectorOperators.GE, 0x7f800000));
    special = special.or(bits.compare(VectorOperators.EQ, 0x3c413d3a));
    special = special.or(bits.compare(VectorOperators.EQ, 0x41178feb));
    special = special.or(bits.compare(VectorOperators.EQ, 0x4c5d65a5));
    special = special.or(bits.compare(VectorOperators.EQ, 0x65d890d3));
    special = special.or(bits.compare(VectorOperators.EQ, 0x6f31a8ec));
    return special.anyTrue();
  }

  private static DoubleVector log(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs();
    // An arithmetic shift of 64 bits is not to be had below AVX-512; nothing here is negative.
    LongVector exponent =
        bits.sub(Log.SQRT_HALF - BIAS).lanewise(VectorOperators.LSHR, 52).sub(BIAS >> 52);
    DoubleVector m = bits.sub(exponent.lanewise(VectorOperators.LSHL, 52)).reinterpretAsDoubles();
    DoubleVector k = exponent.add(Log.SHIFT_BITS).reinterpretAsDoubles().sub(Log.SHIFT);
    DoubleVector f = m.sub(1);
    DoubleVector s = f.div(m.add(1));
    DoubleVector w = s.mul(s);
    DoubleVector h = f.mul(0.5).mul(f);
    DoubleVector r = w.mul(Log.R6).add(Log.R5);
    r = r.mul(w).add(Log.R4);
    r = r.mul(w).add(Log.R3);
    r = r.mul(w).add(Log.R2);
    r = r.mul(w).add(Log.R1);
    r = r.mul(w).add(Log.R0);
    DoubleVector small = s.mul(w.mul(r).add(h)).add(k.mul(Power.LN2_LOWER));
    return k.mul(Power.LN2_UPPER).add(f.sub(h.sub(small)));
  }

  private static DoubleVector tanhOfMagnitude(DoubleVector x) {
    DoubleVector twice = x.mul(2);
    DoubleVector z = twice.blend(20, twice.compare(VectorOperators.GT, 20));
    DoubleVector shifted = shifted(z);
    DoubleVector s = scale(shifted);
    DoubleVector e = s.mul(expm1(z, shifted)).add(s.sub(1));
    return e.div(e.add(2));
  }

  private static DoubleVector sigmoid(DoubleVector x) {
    DoubleVector z = clamp(x.neg(), -20, 105);
    DoubleVector shifted = shifted(z);
    DoubleVector s = scale(shifted);
    DoubleVector d = s.mul(expm1(z, shifted)).add(s.add(1));
    DoubleVector y = DoubleVector.broadcast(DOUBLES, 1).div(d);
    VectorMask<Double> isSmall = x.abs().compare(VectorOperators.LT, Sigmoid.SMALL);
    y = y.blend(x.mul(Sigmoid.BELOW_QUARTER).add(0.5), isSmall);
    return y.blend(Sigmoid.AT_EXCEPTION, x.compare(VectorOperators.EQ, Sigmoid.EXCEPTION));
  }
}
