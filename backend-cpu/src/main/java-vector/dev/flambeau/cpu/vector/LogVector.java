package dev.flambeau.cpu.vector;

import dev.flambeau.cpu.function.CorrectlyRounded.Log;
import dev.flambeau.cpu.function.CorrectlyRounded.Power;
import dev.flambeau.cpu.parallel.UnaryParallel;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The logarithm of {@link dev.flambeau.cpu.function.CorrectlyRounded}, a vector of doubles at a
 * time: its operations in its order, so its bits. What it treats apart is computed one by one, with
 * the rest of its vector. As in {@link FunctionVector}, floats are whole vectors in scratch.
 */
final class LogVector {
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
  private static final DoubleVector ONE = DoubleVector.broadcast(DOUBLES, 1);

  /** The lanes whose values are next. */
  private static final long LOWER = (1L << COUNT) - 1;

  private LogVector() {}

  static void log(float[] x, int at, float[] y, int to, int count) {
    Powers scratch = Powers.scratch();
    int whole = DOUBLES.loopBound(count);
    for (int i = 0; i < whole; i += Powers.BLOCK) {
      int block = Math.min(Powers.BLOCK, whole - i);
      System.arraycopy(x, at + i, scratch.x(), 0, block);
      block(scratch.x(), scratch.y(), block);
      System.arraycopy(scratch.y(), 0, y, to + i, block);
    }
    UnaryParallel.log(x, at + whole, y, to + whole, count - whole);
  }

  private static void block(float[] x, float[] y, int count) {
    int i = 0;
    while (i < count) {
      int end = i + ordinary(x, i, count - i);
      positive(x, y, i, end);
      i = end;
      if (i < count) {
        UnaryParallel.log(x, i, y, i, COUNT);
        i += COUNT;
      }
    }
  }

  /** How many values come before a vector with one that is not positive, or an exception. */
  private static int ordinary(float[] x, int at, int count) {
    for (int i = 0; i < count; i += COUNT) {
      IntVector bits = NO_BITS.or(FloatVector.fromArray(FLOATS, x, at + i).reinterpretAsInts());
      VectorMask<Integer> special = bits.compare(VectorOperators.LE, 0);
      special = special.or(bits.compare(VectorOperators.GE, 0x7f800000));
      special = special.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_1));
      special = special.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_2));
      special = special.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_3));
      special = special.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_4));
      special = special.or(bits.compare(VectorOperators.EQ, Log.EXCEPTION_5));
      if ((special.toLong() & LOWER) != 0) {
        return i;
      }
    }
    return count;
  }

  private static void positive(float[] source, float[] y, int from, int to) {
    for (int i = from; i < to; i += COUNT) {
      DoubleVector x = Lanes.widen(source, i);
      LongVector bits = NO_LONG_BITS.or(x.reinterpretAsLongs());
      // An arithmetic shift of 64 bits is not to be had below AVX-512; nothing here is negative.
      LongVector exponent = bits.sub(Log.SQRT_HALF - BIAS).lanewise(VectorOperators.LSHR, 52);
      exponent = exponent.sub(BIAS >> 52);
      LongVector shifted = exponent.lanewise(VectorOperators.LSHL, 52);
      DoubleVector m = bits.sub(shifted).reinterpretAsDoubles();
      DoubleVector shiftedK = exponent.add(Log.SHIFT_BITS).reinterpretAsDoubles();
      DoubleVector k = MINUS_SHIFT.add(shiftedK);
      DoubleVector f = MINUS_ONE.add(m);
      DoubleVector s = f.div(ONE.add(m));
      DoubleVector w = s.mul(s);
      DoubleVector h = f.mul(0.5).mul(f);
      DoubleVector r = w.mul(Log.R6).add(Log.R5);
      r = r.mul(w).add(Log.R4);
      r = r.mul(w).add(Log.R3);
      r = r.mul(w).add(Log.R2);
      r = r.mul(w).add(Log.R1);
      r = r.mul(w).add(Log.R0);
      DoubleVector small = s.mul(w.mul(r).add(h)).add(k.mul(Power.LN2_LOWER));
      DoubleVector ln = k.mul(Power.LN2_UPPER).add(f.sub(h.sub(small)));
      Lanes.narrow(ln).intoArray(y, i);
    }
  }
}
