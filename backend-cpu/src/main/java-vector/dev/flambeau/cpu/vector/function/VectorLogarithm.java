package dev.flambeau.cpu.vector.function;

import dev.flambeau.cpu.function.CorrectlyRounded;
import dev.flambeau.cpu.function.CorrectlyRounded.Log;
import dev.flambeau.cpu.function.CorrectlyRounded.Power;
import dev.flambeau.cpu.vector.loop.Lanes;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The logarithm of {@link dev.flambeau.cpu.function.CorrectlyRounded}, a vector of doubles at a
 * time. What it treats apart is computed once more, one by one, with the rest of its vector. As in
 * {@link VectorExponentials}, floats are whole vectors in scratch, and loops are short.
 */
public final class VectorLogarithm {
  private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
  private static final VectorSpecies<Double> DOUBLES = Lanes.DOUBLES;
  private static final int COUNT = DOUBLES.length();
  private static final long BIAS = 1023L << 52;
  private static final IntVector NO_BITS =
      IntVector.zero(VectorSpecies.of(int.class, FLOATS.vectorShape()));
  private static final LongVector NO_LONG_BITS =
      LongVector.zero(VectorSpecies.of(long.class, DOUBLES.vectorShape()));
  private static final DoubleVector MINUS_SHIFT = DoubleVector.broadcast(DOUBLES, -Log.SHIFT);
  private static final DoubleVector MINUS_ONE = DoubleVector.broadcast(DOUBLES, -1);
  private static final DoubleVector TWO = DoubleVector.broadcast(DOUBLES, 2);

  private static final UninlinedLoop[] STAGES =
      stages("reduce", "approximate", "combine", "correct");

  private VectorLogarithm() {}

  private static UninlinedLoop[] stages(String... names) {
    MethodHandles.Lookup here = MethodHandles.lookup();
    return Arrays.stream(names)
        .map(name -> UninlinedLoop.of(here, name))
        .toArray(UninlinedLoop[]::new);
  }

  public static void log(float[] x, int at, float[] y, int to, int count) {
    for (int i = FunctionBlock.run(STAGES, x, at, y, to, count); i < count; i++) {
      y[to + i] = CorrectlyRounded.log(x[at + i]);
    }
  }

  /** Computes once more what is treated apart. */
  private static void correct(FunctionBlock block, int count) {
    float[] x = block.x();
    float[] y = block.y();
    Arrays.fill(x, count, count + Lanes.COUNT, 1f); // ordinary, to the vector's end
    for (int i = special(x, 0, count); i < count; i = special(x, i + Lanes.COUNT, count)) {
      int end = Math.min(i + Lanes.COUNT, count);
      for (int j = i; j < end; j++) {
        y[j] = CorrectlyRounded.log(x[j]);
      }
    }
  }

  /** Where a vector begins that has a value that is not positive, or an exception; or the end. */
  private static int special(float[] x, int from, int to) {
    for (int i = from; i < to; i += Lanes.COUNT) {
      IntVector bits = NO_BITS.or(FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts());
      VectorMask<Integer> found = bits.compare(VectorOperators.LE, 0);
      found = found.or(bits.compare(VectorOperators.GE, 0x7f800000));
      found = found.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_1));
      found = found.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_2));
      found = found.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_3));
      found = found.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_4));
      found = found.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_5));
      if (found.anyTrue()) {
        return i;
      }
    }
    return to;
  }

  /** The exponents of powers of two in values, and their significands less 1. */
  private static void reduce(FunctionBlock block, int count) {
    float[] source = block.x();
    double[] ks = block.s();
    double[] fs = block.z();
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector x = Lanes.widen(source, i);
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
    double[] ks = block.s();
    double[] fs = block.z();
    double[] ts = block.p();
    float[] y = block.y();
    DoubleVector upper = Lanes.DOUBLE_ZERO.broadcast(Power.LN2_UPPER);
    DoubleVector lower = Lanes.DOUBLE_ZERO.broadcast(Power.LN2_LOWER);
    for (int i = 0; i < count; i += COUNT) {
      DoubleVector f = Lanes.load(fs, i);
      DoubleVector k = Lanes.load(ks, i);
      DoubleVector h = f.mul(0.5).mul(f);
      DoubleVector small = k.fma(lower, DoubleVector.fromArray(DOUBLES, ts, i));
      Lanes.narrow(k.fma(upper, f.sub(h.sub(small)))).intoArray(y, i);
    }
  }
}
